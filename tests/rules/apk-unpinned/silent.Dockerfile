FROM alpine:3.20
ARG GIT_VERSION=2.45.2-r0
RUN apk add --no-cache 'curl=8.9.0-r0' git~2.45 'jq>1.6' 'bash<6' less~=643 vim=~9
RUN apk add --no-cache -X https://example.com/edge tini@edge /tmp/local.apk
RUN apk add --no-cache "git=${GIT_VERSION}" $PACKAGES ${MORE}
RUN apk add --no-cache -t .deps gcc~13 && apk del .deps
RUN apk add --no-cache !musl-utils
