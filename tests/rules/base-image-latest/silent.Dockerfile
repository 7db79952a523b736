ARG VERSION
FROM node:22 AS build
FROM node:latest@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d AS pinned
FROM node:${VERSION} AS unknown
FROM debian AS untagged
FROM debian:latest-20240101 AS dated
FROM scratch
COPY --from=build /latest /
