FROM alpine:3.20
WORKDIR /srv/app
COPY a b /srv/app/
COPY a b /srv/
