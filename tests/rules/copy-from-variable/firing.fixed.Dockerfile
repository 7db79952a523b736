ARG VERSION=1
ARG REGISTRY=ghcr.io
FROM alpine:3.20 AS tool
FROM ${REGISTRY}/team/tool:$VERSION AS tool2
FROM $VERSION AS source
FROM alpine:3.20
ARG LOCAL=1
# the tool
COPY --from=tool2 /tool /bin/
COPY --chown=1:1 --from=source /x /y
COPY --from=tool:$LOCAL /x /y
ONBUILD COPY --from=tool:$VERSION /x /y
