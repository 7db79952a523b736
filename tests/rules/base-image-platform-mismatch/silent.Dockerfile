FROM amd64/debian:12
FROM --platform=linux/amd64 amd64/debian:12
FROM --platform=linux/arm/v7 arm32v7/debian:12
FROM --platform=$BUILDPLATFORM amd64/debian:12
FROM --platform=$TARGETPLATFORM amd64/debian:12
FROM --platform=linux/amd64 debian:12
FROM --platform=linux/arm64 quay.io/amd64/app:1
FROM --platform=linux/arm64 alpine:3.20-arm64v8
