#~ args: --label version=semver
ARG VERSION
FROM alpine:3.20
ARG VERSION
LABEL version=$VERSION
LABEL version=1.4.0 version=v1.4.0 version=1.4.0-rc.1+build.007 version=0.0.0
LABEL release="1.4"
