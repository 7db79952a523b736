FROM alpine:3.20
COPY a b
apt-get update
RUN true
