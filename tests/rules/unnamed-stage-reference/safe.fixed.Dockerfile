FROM golang:1.23 AS build
FROM debian:12
COPY --from=build /a /a
