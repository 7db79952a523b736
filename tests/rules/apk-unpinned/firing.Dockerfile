FROM alpine:3.20
RUN apk add --no-cache curl git=2.45.2-r0 jq
#~                     ^^^^ apk-unpinned: `curl` and 1 more are in no fixed version
RUN apk --no-cache add -t .deps gcc
#~                              ^^^ apk-unpinned: `gcc` is in no fixed version
RUN apk add --virtual=.more musl-dev --repository https://example.com/alpine
#~                          ^^^^^^^^ apk-unpinned: `musl-dev` is in no fixed version
