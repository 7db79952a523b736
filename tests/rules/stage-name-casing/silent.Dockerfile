ARG Base=build
FROM golang:1.23 AS build
FROM ${Base} AS test-1
FROM alpine:3.20 as 1X
COPY --from=registry.example.org/Build /a /a
