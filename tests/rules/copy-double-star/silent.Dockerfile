# syntax=docker/dockerfile:1-labs
FROM alpine:3.20
ARG PATTERN
COPY --parents src/**/*.conf /etc/app/
COPY src/*/*.conf /etc/app/
COPY $PATTERN /etc/app/
COPY --exclude=**/*.md src /srv/
