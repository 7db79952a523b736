#~ args: --build-arg TAG=3.20
ARG TAG
FROM alpine:${TAG}
