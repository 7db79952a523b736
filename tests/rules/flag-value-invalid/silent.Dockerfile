FROM --platform=$P alpine:3.20
COPY --link a b
COPY --link=TRUE --parents=false a b
COPY --chown= a b
RUN --network=none --security=insecure true
HEALTHCHECK --interval=soon CMD true
