ARG VERSION=latest
ARG TEAM
FROM ${TEAM}-base:latest AS unknown
#~   ^^^^^^^^^^^^^^^^^^^ base-image-latest: the tag `latest` names another image tomorrow
FROM node:latest AS build
#~   ^^^^^^^^^^^ base-image-latest: the tag `latest` names another image tomorrow
FROM node:${VERSION} AS second
#~   ^^^^^^^^^^^^^^^ base-image-latest: the tag `latest` names another image tomorrow
FROM alpine:edge AS third
#~   ^^^^^^^^^^^ base-image-latest(info): the tag `edge` names another image tomorrow
FROM rust:nightly-slim AS fourth
#~   ^^^^^^^^^^^^^^^^^ base-image-latest(info): the tag `nightly-slim` names another image tomorrow
FROM cgr.dev/chainguard/static:latest AS fifth
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-image-latest(info): the tag `latest` names another image tomorrow
FROM debian:stable
#~   ^^^^^^^^^^^^^ base-image-latest(info): the tag `stable` names another image tomorrow
COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-image-latest: the tag `latest` names another image tomorrow
