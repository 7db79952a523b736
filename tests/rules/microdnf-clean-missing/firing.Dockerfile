FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install -y httpd
#~  ^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
RUN microdnf clean all && microdnf -y update
#~                        ^^^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf update` leaves its cache in this layer
RUN microdnf install -y httpd && \
    microdnf clean all && \
    microdnf install -y php
#~  ^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
RUN set -eux; \
    microdnf install -y httpd; \
#~  ^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
    httpd -v
RUN microdnf install -y \
#~  ^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
      httpd \
      # the language
      php
RUN <<EOS
set -e
microdnf install -y httpd
#~ 1-16 microdnf-clean-missing: `microdnf install` leaves its cache in this layer
EOS
RUN --mount=type=cache,target=/var/cache/apt microdnf install -y $PACKAGES
#~                                           ^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
RUN sudo microdnf install -y httpd
#~       ^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
ONBUILD RUN microdnf install -y httpd
#~          ^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
#~ fix: firing.fixed.Dockerfile
