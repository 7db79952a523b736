FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install -y httpd && microdnf clean all
RUN microdnf clean all && microdnf -y update && microdnf clean all
RUN microdnf install -y httpd && \
    microdnf clean all && \
    microdnf install -y php && \
    microdnf clean all
RUN set -eux; \
    microdnf install -y httpd; \
    httpd -v; \
    microdnf clean all
RUN microdnf install -y \
      httpd \
      # the language
      php \
      && microdnf clean all
RUN <<EOS
set -e
microdnf install -y httpd
microdnf clean all
EOS
RUN --mount=type=cache,target=/var/cache/apt microdnf install -y $PACKAGES && microdnf clean all
RUN sudo microdnf install -y httpd && sudo microdnf clean all
ONBUILD RUN microdnf install -y httpd && microdnf clean all
