FROM alpine:3.2
RUN apk add --update curl
#~  ^^^^^^^^^^^^^^^^^^^^^ apk-cache-left: `apk add` keeps its index in this layer
#~ fix: old-release.fixed.Dockerfile
