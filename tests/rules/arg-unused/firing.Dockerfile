ARG VERSION=1
#~  ^^^^^^^ arg-unused: nothing uses ARG `VERSION`
ARG BASE=alpine ALSO=2
#~              ^^^^ arg-unused: nothing uses ARG `ALSO`
FROM ${BASE}:3.20
ARG ONE
#~  ^^^ arg-unused: nothing uses ARG `ONE`
RUN mkdir -p /srv && apk add --no-cache curl
# why
ARG TWO=2 THREE=3
#~  ^^^ arg-unused: nothing uses ARG `TWO`
COPY . /srv/$THREE
ARG FOUR=4
#~  ^^^^ arg-unused: nothing uses ARG `FOUR`
LABEL a=b
#~ unsafe-fix: firing.fixed.Dockerfile
