# syntax=docker/dockerfile:1.4-labs
FROM alpine:3.20
COPY --parents . .
