# hadolint shell=bash
FROM alpine:3.20
# plimsoll: ignore=multiple-cmd -- the next stage resets it
CMD ["a"]
# hadolint ignore=DL3018 # we rebuild daily
RUN apk add curl
# checkov:skip=CKV_DOCKER_2:no daemon
# tally ignore=x;reason=because
RUN true
