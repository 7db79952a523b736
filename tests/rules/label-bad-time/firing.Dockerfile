FROM alpine:3.20
LABEL org.opencontainers.image.created="2026-01-31"
#~                                     ^^^^^^^^^^^^ label-bad-time: `2026-01-31` is no RFC 3339 time
LABEL org.opencontainers.image.created="2026-13-01T00:00:00Z"
#~                                     ^^^^^^^^^^^^^^^^^^^^^^ label-bad-time: `2026-13-01T00:00:00Z` is no RFC 3339 time
LABEL org.opencontainers.image.created="2026-01-31T12:00:00"
#~                                     ^^^^^^^^^^^^^^^^^^^^^ label-bad-time: `2026-01-31T12:00:00` is no RFC 3339 time
