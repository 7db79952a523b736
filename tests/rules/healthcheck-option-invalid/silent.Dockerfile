FROM alpine:3.20
HEALTHCHECK --interval=1h30m --timeout=1.5s --start-period=0 --start-interval=1000us --retries=3 CMD true
HEALTHCHECK --interval= --retries= CMD true
HEALTHCHECK --interval=soon NONE
COPY --link=yes a b
