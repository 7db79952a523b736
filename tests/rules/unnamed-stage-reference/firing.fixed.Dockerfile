FROM golang:1.23 AS stage-0-2
FROM debian:12 AS base
from alpine:3.20 as stage-2
FROM alpine:3.20 AS stage-0
COPY --from=stage-0-2 /a /a
COPY --chown=1:1 --from=base /b /b
RUN --mount=type=bind,from=stage-2,target=/x --mount=type=bind,target=/y,from=stage-0-2 true
COPY --from=stage-0-2 /d /d
