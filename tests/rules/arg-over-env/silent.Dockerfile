ARG MODE=debug
FROM debian:12 AS base
ARG MODE=release
ENV MODE=$MODE
# the same value changes nothing
ENV DEBIAN_FRONTEND=noninteractive
ARG DEBIAN_FRONTEND=noninteractive

FROM debian:12
ARG MODE
RUN echo $MODE
