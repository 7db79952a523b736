FROM alpine:3.20
RUN apk add --no-cache \
        curl \
        git=2.45.2-r0 \
    && make \
    && apk del \
#~     ^^^^^^^^^... apk-del-without-virtual: these packages are named twice, to add and to delete them
        git \
        curl
#~ unsafe-fix: layouts.fixed.Dockerfile
