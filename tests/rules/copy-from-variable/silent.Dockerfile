ARG VERSION=1
FROM tool:$VERSION AS tool
FROM alpine:3.20
COPY --from=tool /x /$VERSION
COPY --from=busybox:1.36 /x /y
RUN tool --from=$VERSION
ADD $VERSION.tar /
