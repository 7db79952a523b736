FROM alpine:3.20
RUN apk add --no-cache curl
RUN apk add --no-cache git
RUN apk update \
    # what we need
    && apk add --virtual .deps gcc musl-dev \
    && make \
    && apk del .deps \
    && rm -rf /var/cache/apk/*
RUN apk add --no-cache jq
RUN apk upgrade --no-cache && apk add --no-cache bash
RUN ["apk", "add", "--no-cache", "vim"]
RUN apk add --no-cache --update \
    less \
    && ls
RUN sh -c 'apk add --no-cache tree'
RUN <<EOF
apk add --no-cache file
EOF
