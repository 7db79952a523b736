FROM debian:12 AS base
RUN apt-get update
#~  ^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
FROM base
RUN --mount=type=cache,target=/var/lib/apt apt-get update
#~                                         ^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
RUN apt-get install -y curl
