FROM alpine:3.20 AS build
ARG TARGETOS
ARG TARGETARCH
RUN wget https://example.org/app-$TARGETOS-${TARGETARCH}
RUN echo "$TARGETARCH"
FROM registry.example.org/team/base:1
ARG BUILDPLATFORM
RUN case "${BUILDPLATFORM}" in linux/*) true;; esac
