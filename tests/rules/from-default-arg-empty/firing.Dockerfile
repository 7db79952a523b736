ARG TAG
ARG BASE
ARG REGISTRY=
FROM alpine:${TAG} AS one
#~   ^^^^^^^^^^^^^ from-default-arg-empty: without a --build-arg this reads `alpine:`
FROM $BASE
#~   ^^^^^ from-default-arg-empty: without a --build-arg this names no image
FROM ${REGISTRY}/team/app:1
#~   ^^^^^^^^^^^^^^^^^^^^^^ from-default-arg-empty: without a --build-arg this reads `/team/app:1`
FROM ${BASE}:${TARGETARCH}
#~   ^^^^^^^^^^^^^^^^^^^^^ from-default-arg-empty: without a --build-arg this reads `:x`
ARG TAG=1
