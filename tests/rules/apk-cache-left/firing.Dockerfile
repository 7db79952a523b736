FROM alpine:3.20
RUN apk add curl
#~  ^^^^^^^^^^^^ apk-cache-left: `apk add` keeps its index in this layer
RUN apk update && apk add git
#~                ^^^^^^^^^^^ apk-cache-left: `apk add` keeps its index in this layer
RUN apk update \
    # what we need
    && apk add --virtual .deps gcc musl-dev \
#~     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ apk-cache-left: `apk add` keeps its index in this layer
    && make \
    && apk del .deps
RUN apk update && apk add --no-cache jq
#~  ^^^^^^^^^^ apk-cache-left: `apk update` keeps its index in this layer
RUN apk upgrade && apk add bash
#~                 ^^^^^^^^^^^^ apk-cache-left: `apk add` keeps its index in this layer
RUN ["apk", "add", "vim"]
#~    ^^^^^^^^^^^^^^^^^ apk-cache-left: `apk add` keeps its index in this layer
RUN apk add --update \
#~  ^^^^^^^^^^^^^^^^^^... apk-cache-left: `apk add` keeps its index in this layer
    less \
    && ls
RUN sh -c 'apk add tree'
#~         ^^^^^^^^^^^^ apk-cache-left: `apk add` keeps its index in this layer
RUN <<EOF
apk update
apk add file
#~ 1-12 apk-cache-left: `apk add` keeps its index in this layer
EOF
#~ fix: firing.fixed.Dockerfile
