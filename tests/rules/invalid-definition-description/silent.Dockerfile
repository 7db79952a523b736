# VERSION is what to build.
ARG VERSION=1.0

# words

FROM alpine:3.20 AS base
# words
#
ARG A
# words
FROM alpine:3.20
# hadolint ignore=DL3006
ARG C
# B and A
ARG A B
# nothing of note
RUN true
