# syntax=docker/dockerfile:1
#~ args: --trusted-registry docker.io --trusted-registry *.example.org --trusted-registry quay.io/team
ARG TEAM
ARG IMAGE
FROM debian:12 AS build
FROM index.docker.io/library/debian:12 AS alias
FROM registry.example.org/app AS wildcard
FROM quay.io/team/app:1 AS path
FROM quay.io/${TEAM}/app:1 AS perhaps
FROM $IMAGE AS unknown
FROM ${IMAGE}/app:1 AS unknown-registry
FROM build
COPY --from=build /a /b
COPY --from=missing /a /b
