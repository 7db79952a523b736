FROM debian:12 AS rootfs
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
FROM alpine:3.20 AS cleaned
RUN apk add --no-cache build-base && make && apk del build-base
#~ note: joins the layers of a stage
FROM scratch
COPY --from=rootfs / /
COPY --from=cleaned / /
FROM debian:12
COPY --from=rootfs /etc/ /
COPY --from=rootfs / /rootfs
COPY . /
#~ note: made to be laid over another image, or put together for it
FROM --platform=$BUILDPLATFORM tonistiigi/xx:1.5.0 AS xx
FROM scratch AS overlay
COPY etc /etc
COPY --from=rootfs /usr/local /usr/local
FROM --platform=$BUILDPLATFORM golang:1.25-alpine
COPY --from=xx / /
COPY --from=tonistiigi/xx:golang / /
COPY --from=overlay / /
