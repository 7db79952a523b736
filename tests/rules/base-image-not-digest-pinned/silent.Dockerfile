# syntax=docker/dockerfile:1
ARG IMAGE
ARG DIGEST
FROM debian:12@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d AS build
FROM build AS second
FROM $IMAGE AS unknown
FROM debian:12@$DIGEST AS variable
FROM debian:${DIGEST} AS perhaps
FROM scratch
COPY --from=build /a /
