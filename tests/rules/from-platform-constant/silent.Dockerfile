ARG WHERE=linux/amd64
FROM --platform=$WHERE alpine:3.20
FROM --platform=${TARGETPLATFORM} alpine:3.20
FROM --platform=$BUILDPLATFORM alpine:3.20
FROM --platform=linux/amd64 alpine:3.20 AS tools-amd64
FROM --platform=linux/x86_64 alpine:3.20 AS tools_amd64
FROM --platform=linux/arm64 alpine:3.20 AS Linux-Tools
FROM --platform=linux/${ARCH:-amd64} alpine:3.20
FROM alpine:3.20
