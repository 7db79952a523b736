FROM alpine:3.20
ARG PORT
EXPOSE 80/TCP 53/Udp \
#~        ^^^ expose-proto-casing: the protocol is written `TCP`, not `tcp`
#~               ^^^ expose-proto-casing: the protocol is written `Udp`, not `udp`
    ${PORT}/SCTP
#~          ^^^^ expose-proto-casing: the protocol is written `SCTP`, not `sctp`
ONBUILD EXPOSE 80/TCP
#~                ^^^ expose-proto-casing: the protocol is written `TCP`, not `tcp`
#~ fix: firing.fixed.Dockerfile
