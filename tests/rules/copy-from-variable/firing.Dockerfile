ARG VERSION=1
ARG REGISTRY=ghcr.io
FROM alpine:3.20 AS tool
FROM alpine:3.20
ARG LOCAL=1
# the tool
COPY --from=${REGISTRY}/team/tool:$VERSION /tool /bin/
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ copy-from-variable: `--from` takes no variables: the builder refuses this
COPY --chown=1:1 --from=$VERSION /x /y
#~                      ^^^^^^^^ copy-from-variable: `--from` takes no variables: the builder refuses this
COPY --from=tool:$LOCAL /x /y
#~          ^^^^^^^^^^^ copy-from-variable: `--from` takes no variables: the builder refuses this
ONBUILD COPY --from=tool:$VERSION /x /y
#~                  ^^^^^^^^^^^^^ copy-from-variable: `--from` takes no variables: the builder refuses this
#~ unsafe-fix: firing.fixed.Dockerfile
