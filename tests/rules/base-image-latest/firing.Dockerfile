ARG VERSION=latest
FROM node:latest AS build
#~   ^^^^^^^^^^^ base-image-latest: the tag `latest` moves: the same file builds something else tomorrow
FROM node:${VERSION} AS second
#~   ^^^^^^^^^^^^^^^ base-image-latest: the tag `latest` moves: the same file builds something else tomorrow
FROM alpine:edge AS third
#~   ^^^^^^^^^^^ base-image-latest(info): the tag `edge` moves: the same file builds something else tomorrow
FROM rust:nightly-slim AS fourth
#~   ^^^^^^^^^^^^^^^^^ base-image-latest(info): the tag `nightly-slim` moves: the same file builds something else tomorrow
FROM cgr.dev/chainguard/static:latest AS fifth
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-image-latest(info): the tag `latest` moves: the same file builds something else tomorrow
FROM debian:stable
#~   ^^^^^^^^^^^^^ base-image-latest(info): the tag `stable` moves: the same file builds something else tomorrow
COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-image-latest: the tag `latest` moves: the same file builds something else tomorrow
