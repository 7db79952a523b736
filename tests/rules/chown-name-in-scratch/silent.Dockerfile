ARG BASE=scratch
FROM scratch AS numbers
COPY --chown=10001 server /server
COPY --chown=0:0 server /server

FROM scratch AS accounts
COPY passwd group /etc/
COPY --chown=app server /server

FROM scratch AS rootfs
ADD rootfs.tar.gz /
COPY --chown=app server /server

FROM alpine:3.20 AS other
ARG OWNER
COPY --chown=nobody server /server
COPY --chown=$OWNER server /server
