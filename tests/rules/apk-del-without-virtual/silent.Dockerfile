FROM alpine:3.20 AS build
RUN apk add gcc musl-dev && make && apk del gcc musl-dev
FROM alpine:3.20
RUN apk add --no-cache --virtual .deps gcc musl-dev && make && apk del .deps
RUN apk add --no-cache -t .deps gcc musl-dev && make && apk del gcc musl-dev
RUN apk add --no-cache curl && apk del curl
RUN apk del libc-utils alpine-keys && apk add --no-cache libc-utils alpine-keys
RUN apk add --no-cache $DEPS && apk del $DEPS
