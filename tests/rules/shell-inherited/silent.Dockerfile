#~ only: shell-inherited
FROM debian:12 AS base
SHELL ["/bin/bash", "-c"]
FROM base AS own
SHELL ["/bin/sh", "-ec"]
RUN true
FROM base AS exec
RUN ["true"]
FROM debian:12
RUN true
