FROM fedora:40 AS build
RUN dnf install -y gcc

FROM fedora:40
RUN dnf install -y httpd && dnf clean all
RUN dnf install -y httpd; dnf -y clean all
RUN dnf install -y httpd && rm -rf /var/cache/dnf
RUN dnf install -y httpd && rm -rf /var/cache/dnf/*
RUN dnf install -y httpd && rm -rf /var/cache/*
RUN dnf install -y httpd && rm -rf /var/cache
RUN --mount=type=cache,target=/var/cache/dnf dnf install -y httpd
RUN --mount=type=cache,target=/var/cache dnf install -y httpd
RUN --mount=type=tmpfs,target=/var dnf install -y httpd
RUN dnf install -y httpd && rm -rf $CACHES
RUN dnf -y --installroot /image install httpd
RUN dnf list installed && dnf remove -y httpd && dnf repolist
RUN <<EOS
dnf install -y httpd
dnf clean all
EOS
RUN echo dnf install -y httpd
COPY --from=build /usr/bin/gcc /usr/bin/
