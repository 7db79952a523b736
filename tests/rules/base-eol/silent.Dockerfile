#~ args: --today 2026-01-01
ARG VERSION
FROM python:${VERSION} AS unknown
FROM debian:stretch AS unused
FROM example.org/team/debian:9 AS elsewhere
FROM debian:13 AS build
FROM build
COPY --from=elsewhere /a /b
COPY --from=unknown /a /b
