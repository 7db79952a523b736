FROM golang:1.23 AS build
FROM alpine:3.20 AS tools
RUN apk add --no-cache build-base
FROM debian:12
COPY --from=build / /
#~                ^ copy-root-from-stage: the whole file system of `build` goes over this one
COPY --from=registry.example.org/team/root:1 /. /
#~                                           ^^ copy-root-from-stage: the whole file system of `registry.example.org/team/root:1` goes over this one
FROM scratch
COPY --from=build / /
#~                ^ copy-root-from-stage: the build tools of `build` come along
COPY --from=tools / /
#~                ^ copy-root-from-stage: the build tools of `tools` come along
