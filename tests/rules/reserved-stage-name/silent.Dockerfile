FROM scratch AS empty
FROM alpine:3.20 AS scratch2
FROM alpine:3.20 AS build-context
