FROM alpine:3.20
ARG PORT
ENV BOTH=8080:80
EXPOSE 8080:80 443
#~     ^^^^^^^ expose-host-mapping: `8080:80` has a port of the host, which EXPOSE drops
EXPOSE 127.0.0.1:53:53/udp [::1]:8080:81
#~     ^^^^^^^^^^^^^^^^^^^ expose-host-mapping: `127.0.0.1:53:53/udp` has a port of the host, which EXPOSE drops
#~                         ^^^^^^^^^^^^^ expose-host-mapping: `[::1]:8080:81` has a port of the host, which EXPOSE drops
EXPOSE ${PORT}:80
#~     ^^^^^^^^^^ expose-host-mapping: `${PORT}:80` has a port of the host, which EXPOSE drops
EXPOSE $BOTH
#~     ^^^^^ expose-host-mapping: `$BOTH` has a port of the host, which EXPOSE drops
ONBUILD EXPOSE 8080:80
#~             ^^^^^^^ expose-host-mapping: `8080:80` has a port of the host, which EXPOSE drops
#~ fix: firing.fixed.Dockerfile
