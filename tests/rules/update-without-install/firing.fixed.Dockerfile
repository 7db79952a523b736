FROM debian:12 AS one
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y --no-install-recommends \
        curl \
        git

FROM alpine:3.20 AS two
COPY sources /etc/apk/repositories
RUN apk update && apk add --no-cache curl

FROM ubuntu:24.04
# the sources of our own
RUN add-apt-repository -y ppa:example/tools && apt-get -qq update && apt-get install -y tools
RUN apt-get update
RUN apt-get install -y more || echo failed
RUN apt-get update; apt-get clean
RUN apt update && rm -rf /var/lib/apt/lists/*
