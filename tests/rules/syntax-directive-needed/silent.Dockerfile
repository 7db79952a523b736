# syntax=docker/dockerfile:1.7-labs
FROM debian:12
RUN --mount=type=cache,target=/x make
COPY --parents --exclude=*.log x/y /z
