FROM alpine:3.20
ARG PORT
ENV PORTS="80 443" ONE=80/tcp
EXPOSE 1 65535 8000-8010/udp "80"
EXPOSE $PORT ${PORT}/tcp
EXPOSE $PORTS $ONE
EXPOSE 127.0.0.1:8080:80
EXPOSE 80/TCP
#~ note: the builder drops an empty word; undefined-variable speaks of it
EXPOSE $NOWHERE 80
EXPOSE "${NOWHERE}"
