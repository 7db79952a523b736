# hadolint shell=bash
FROM alpine:3.20
# ignore this
RUN apk add --no-cache curl
