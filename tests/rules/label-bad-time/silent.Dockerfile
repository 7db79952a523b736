ARG CREATED
FROM alpine:3.20
ARG CREATED
LABEL org.opencontainers.image.created=$CREATED
LABEL org.opencontainers.image.created="2026-01-31T12:00:00Z"
LABEL org.opencontainers.image.created="2026-01-31T12:00:00.123+02:00"
LABEL created="yesterday"
