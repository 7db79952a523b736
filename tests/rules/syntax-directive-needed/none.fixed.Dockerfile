# syntax=docker/dockerfile:1
# escape=\
# a comment
FROM debian:12
COPY --link a /a
COPY --exclude=*.log src /src
COPY --parents x/y /z
