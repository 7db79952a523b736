FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4 AS build
RUN microdnf install -y gcc

FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN microdnf install -y httpd && microdnf clean all
RUN microdnf install -y httpd; microdnf -y clean all
RUN microdnf install -y httpd && rm -rf /var/cache/yum
RUN microdnf install -y httpd && rm -rf /var/cache/yum/*
RUN microdnf install -y httpd && rm -rf /var/cache/*
RUN microdnf install -y httpd && rm -rf /var/cache
RUN --mount=type=cache,target=/var/cache/yum microdnf install -y httpd
RUN --mount=type=cache,target=/var/cache microdnf install -y httpd
RUN --mount=type=tmpfs,target=/var microdnf install -y httpd
RUN microdnf install -y httpd && rm -rf $CACHES
RUN microdnf -y --installroot /image install httpd
RUN microdnf list installed && microdnf remove -y httpd && microdnf repolist
RUN <<EOS
microdnf install -y httpd
microdnf clean all
EOS
RUN echo microdnf install -y httpd
COPY --from=build /usr/bin/gcc /usr/bin/
