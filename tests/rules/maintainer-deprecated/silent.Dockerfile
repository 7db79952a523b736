FROM alpine:3.20
LABEL maintainer="Jo Field <jo@example.org>"
