FROM alpine:3.20
ARG PORT
ENV BOTH=8080:80
EXPOSE 8080:80 443
#~     ^^^^^^^ expose-host-mapping: `8080:80` maps a port of the host, which EXPOSE cannot do
EXPOSE 127.0.0.1:53:53/udp [::1]:8080:81
#~     ^^^^^^^^^^^^^^^^^^^ expose-host-mapping: `127.0.0.1:53:53/udp` maps a port of the host, which EXPOSE cannot do
#~                         ^^^^^^^^^^^^^ expose-host-mapping: `[::1]:8080:81` maps a port of the host, which EXPOSE cannot do
EXPOSE ${PORT}:80
#~     ^^^^^^^^^^ expose-host-mapping: `${PORT}:80` maps a port of the host, which EXPOSE cannot do
EXPOSE $BOTH
#~     ^^^^^ expose-host-mapping: `$BOTH` maps a port of the host, which EXPOSE cannot do
ONBUILD EXPOSE 8080:80
#~             ^^^^^^^ expose-host-mapping: `8080:80` maps a port of the host, which EXPOSE cannot do
#~ fix: firing.fixed.Dockerfile
