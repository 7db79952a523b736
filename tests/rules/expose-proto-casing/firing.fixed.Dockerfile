FROM alpine:3.20
ARG PORT
EXPOSE 80/tcp 53/udp \
    ${PORT}/sctp
ONBUILD EXPOSE 80/tcp
