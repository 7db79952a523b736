FROM fedora:40
RUN dnf install -y httpd && dnf clean all
RUN dnf clean all && dnf -y update && dnf clean all
RUN dnf install -y httpd && \
    dnf clean all && \
    dnf install -y php && \
    dnf clean all
RUN set -eux; \
    dnf install -y httpd; \
    httpd -v; \
    dnf clean all
RUN dnf install -y \
      httpd \
      # the language
      php \
      && dnf clean all
RUN <<EOS
set -e
dnf install -y httpd
dnf clean all
EOS
RUN --mount=type=cache,target=/var/cache/apt dnf install -y $PACKAGES && dnf clean all
RUN sudo dnf install -y httpd && sudo dnf clean all
ONBUILD RUN dnf install -y httpd && dnf clean all
