FROM golang:1.22 AS build
RUN apt-get update && apt-get install -y protobuf-compiler

FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists
RUN apt-get update && apt-get install -y gcc && rm -fr /var/lib/apt/lists/
RUN apt-get update && apt-get install -y make && rm -r /var/lib/apt
RUN apt-get update && apt-get install -y less && find /var/lib/apt/lists -type f -delete
RUN apt-get update && apt-get install -y vim && apt-get distclean
RUN --mount=type=cache,target=/var/lib/apt,sharing=locked \
    --mount=type=cache,target=/var/cache/apt,sharing=locked \
    apt-get update && apt-get install -y jq
RUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update && apt-get install -y file
RUN set -eux; apt-get update; apt-get install -y tar; rm -rf /var/lib/apt/lists/*
RUN <<EOS
set -e
apt-get update
apt-get install -y bc
rm -rf /var/lib/apt/lists/*
EOS
RUN apt-get install -y ./local.deb
COPY --from=build /usr/bin/protoc /usr/bin/
