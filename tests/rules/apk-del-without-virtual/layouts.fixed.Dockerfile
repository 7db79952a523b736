FROM alpine:3.20
RUN apk add --virtual .build-deps --no-cache \
        curl \
        git=2.45.2-r0 \
    && make \
    && apk del \
        .build-deps
