FROM debian:12
HEALTHCHECK CMD curl -f http://localhost/ || exit 1

FROM scratch
COPY --from=busybox:1 /bin/sh /bin/sh
HEALTHCHECK CMD /server --check || exit 1

FROM scratch
ADD rootfs.tar.xz /
HEALTHCHECK CMD curl -f http://localhost/ || exit 1

FROM scratch
HEALTHCHECK CMD ["/server", "--check"]

FROM scratch
HEALTHCHECK NONE

FROM example.org/own:1
HEALTHCHECK CMD /server --check
