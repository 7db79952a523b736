FROM alpine:3.20
# hadolint ignore=DL9998
RUN true
