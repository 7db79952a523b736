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
