FROM debian:12 AS one
RUN apt-get update
#~  ^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get install -y --no-install-recommends \
        curl \
        git

FROM alpine:3.20 AS two
RUN apk update
#~  ^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
COPY sources /etc/apk/repositories
RUN apk add --no-cache curl

FROM ubuntu:24.04
# the sources of our own
RUN add-apt-repository -y ppa:example/tools && apt-get -qq update
#~                                             ^^^^^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
RUN apt-get install -y tools
RUN apt-get update
#~  ^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
RUN apt-get install -y more || echo failed
RUN apt-get update; apt-get clean
#~  ^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
RUN apt update && rm -rf /var/lib/apt/lists/*
#~  ^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
#~ unsafe-fix: firing.fixed.Dockerfile
