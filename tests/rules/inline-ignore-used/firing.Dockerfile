# check=skip=StageNameCasing
#~ 1-28 inline-ignore-used: an inline ignore, which the project's policy does not allow
FROM alpine:3.20
# hadolint ignore=DL3018
#~ 1-24 inline-ignore-used: an inline ignore, which the project's policy does not allow
RUN apk add --no-cache curl
# plimsoll: ignore=apk-unpinned -- we rebuild daily
#~ 1-51 inline-ignore-used: an inline ignore, which the project's policy does not allow
RUN apk add --no-cache git
# checkov:skip=CKV_DOCKER_2:no daemon
#~ 1-37 inline-ignore-used: an inline ignore, which the project's policy does not allow
CMD ["true"]
