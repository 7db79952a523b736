ARG VERSION=1
FROM alpine:3.20
FROM alpine:3.20
COPY --from=0 /x /y
COPY --from=tool:$VERSION /x /y
#~          ^^^^^^^^^^^^^ copy-from-variable: `--from` takes no variables: the builder refuses this
