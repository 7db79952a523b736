FROM scratch AS unused
RUN ls
FROM scratch AS archive
ADD rootfs.tar.xz /
RUN ls
FROM gcr.io/distroless/static-debian12:debug AS debug
RUN ls
FROM example.org/base:1 AS unknown
RUN ls
FROM scratch AS tools
COPY --from=unknown / /
SHELL ["/toolchain/bin/bash", "-c"]
FROM tools AS derived
RUN ls
FROM scratch
COPY --from=derived /a /d
COPY --from=archive /bin/busybox /bin/sh
RUN ls
COPY --from=debug /a /b
COPY --from=unknown /a /c
RUN ["/app"]
