FROM alpine:3.20 AS base
FROM base
COPY a \
  # in between
  b
COPY <<EOF /etc/motd
hello
EOF
RUN
CMD
CMD []
ENTRYPOINT []
HEALTHCHECK none
WORKDIR /a b
USER "$WHO"
ARG A B=1
