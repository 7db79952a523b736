# syntax=docker/dockerfile:1.18@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
FROM alpine:3.20
COPY --link --exclude=a . .
#~          ^^^^^^^^^^^ flag-newer-than-syntax: `--exclude` needs docker/dockerfile:1.19, newer than what the file asks for
COPY --parents a b
#~   ^^^^^^^^^ flag-newer-than-syntax: `--parents` needs docker/dockerfile:1.20, newer than what the file asks for
RUN --security=insecure true
#~  ^^^^^^^^^^^^^^^^^^^ flag-newer-than-syntax: `--security` needs docker/dockerfile:1.20, newer than what the file asks for
