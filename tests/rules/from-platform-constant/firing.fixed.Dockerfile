FROM alpine:3.20 AS build
FROM alpine:3.20
FROM alpine:3.20
FROM node:22 AS web
FROM --platform=$BUILDPLATFORM alpine:3.20
