ARG BASE=ubuntu
ARG REGISTRY
FROM golang AS build
#~   ^^^^^^ base-image-untagged: `golang` has no tag: it is whatever `latest` is today
RUN go build ./...
FROM $BASE AS second
#~   ^^^^^ base-image-untagged: `ubuntu` has no tag: it is whatever `latest` is today
FROM ${REGISTRY}/team/app AS third
#~   ^^^^^^^^^^^^^^^^^^^^ base-image-untagged: `${REGISTRY}/team/app` has no tag: it is whatever `latest` is today
FROM localhost:5000/team/app AS fourth
#~   ^^^^^^^^^^^^^^^^^^^^^^^ base-image-untagged: `localhost:5000/team/app` has no tag: it is whatever `latest` is today
FROM --platform=$BUILDPLATFORM node AS fifth
#~                             ^^^^ base-image-untagged: `node` has no tag: it is whatever `latest` is today
FROM registry.access.redhat.com/ubi9/ubi AS sixth
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-image-untagged(info): `registry.access.redhat.com/ubi9/ubi` has no tag: it is whatever `latest` is today
FROM alpine:3.20
COPY --from=nginx /etc/nginx/nginx.conf /etc/
#~          ^^^^^ base-image-untagged: `nginx` has no tag: it is whatever `latest` is today
COPY --from=ghcr.io/astral-sh/uv /uv /bin/
#~          ^^^^^^^^^^^^^^^^^^^^ base-image-untagged: `ghcr.io/astral-sh/uv` has no tag: it is whatever `latest` is today
RUN --mount=type=bind,from=busybox,target=/b /b/bin/busybox true
#~                    ^^^^^^^^^^^^ base-image-untagged: `busybox` has no tag: it is whatever `latest` is today
