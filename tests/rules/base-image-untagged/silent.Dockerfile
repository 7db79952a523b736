# syntax=docker/dockerfile
ARG VERSION
ARG IMAGE
ARG PINNED=debian:12
FROM golang:1.23 AS base-amd64
FROM base-amd64 AS base-arm64
FROM base-${TARGETARCH} AS stage-by-platform
FROM scratch AS nothing
FROM node:${VERSION} AS versioned
FROM debian${VERSION} AS perhaps
FROM $IMAGE AS unknown
FROM ${IMAGE:-debian:12} AS default-in-place
FROM $PINNED AS from-argument
FROM localhost:5000/team/app:1 AS registry
FROM debian@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d AS digest
FROM VERSIONED AS capitals
FROM alpine:3.20
COPY --from=stage-that-is-misspelt /a /b
COPY --from=0 /a /b
