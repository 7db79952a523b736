ARG BASE=alpine
FROM ${BASE}:3.20
RUN mkdir -p /srv && apk add --no-cache curl
# why
ARG THREE=3
COPY . /srv/$THREE
LABEL a=b
