# syntax=docker/dockerfile:1

# words
ARG VERSION=3.20
arg OTHER

from alpine:${VERSION}
RUN true
