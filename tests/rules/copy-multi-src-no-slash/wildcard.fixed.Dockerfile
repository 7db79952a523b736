FROM alpine:3.20
COPY *.txt /srv/
COPY one* /srv
COPY lib/*.txt /srv
