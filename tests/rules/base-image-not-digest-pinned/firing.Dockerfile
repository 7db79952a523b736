ARG REGISTRY
FROM debian:12 AS build
#~   ^^^^^^^^^ base-image-not-digest-pinned: `debian:12` is not pinned by digest
FROM ${REGISTRY}/team/app:1 AS second
#~   ^^^^^^^^^^^^^^^^^^^^^^ base-image-not-digest-pinned: `${REGISTRY}/team/app:1` is not pinned by digest
FROM alpine
#~   ^^^^^^ base-image-not-digest-pinned: `alpine` is not pinned by digest
COPY --from=ghcr.io/astral-sh/uv:0.8.15 /uv /bin/
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-image-not-digest-pinned: `ghcr.io/astral-sh/uv:0.8.15` is not pinned by digest
