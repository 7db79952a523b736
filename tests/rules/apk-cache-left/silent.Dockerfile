# syntax=docker/dockerfile:1
FROM alpine:3.20 AS build
RUN apk add gcc

FROM alpine:3.20
RUN apk add --no-cache curl
RUN apk --no-cache add git
RUN apk add curl --no-cache
RUN apk --no-cache --virtual .deps add gcc
RUN apk update && apk add jq && rm -rf /var/cache/apk/*
RUN apk update && apk add jq && rm -rf /var/cache/apk
RUN apk add jq && rm -rf /var/cache/*
RUN --mount=type=cache,target=/var/cache/apk apk add vim
RUN --mount=type=tmpfs,target=/var/cache apk add vim
RUN --mount=type=cache,target=/etc/apk/cache apk add vim
RUN apk add $APK_OPTIONS bash
RUN apk del gcc && apk info
RUN echo "apk add curl"
COPY --from=build /usr/bin/gcc /usr/bin/
