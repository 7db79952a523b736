FROM fedora:40
RUN dnf install -y httpd
#~  ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
RUN dnf clean all && dnf -y update
#~                   ^^^^^^^^^^^^^ dnf-clean-missing: `dnf update` leaves its cache in this layer
RUN dnf install -y httpd && \
    dnf clean all && \
    dnf install -y php
#~  ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
RUN set -eux; \
    dnf install -y httpd; \
#~  ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
    httpd -v
RUN dnf install -y \
#~  ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
      httpd \
      # the language
      php
RUN <<EOS
set -e
dnf install -y httpd
#~ 1-11 dnf-clean-missing: `dnf install` leaves its cache in this layer
EOS
RUN --mount=type=cache,target=/var/cache/apt dnf install -y $PACKAGES
#~                                           ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
RUN sudo dnf install -y httpd
#~       ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
ONBUILD RUN dnf install -y httpd
#~          ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
#~ fix: firing.fixed.Dockerfile
