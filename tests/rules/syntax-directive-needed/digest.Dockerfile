# syntax=docker/dockerfile:1.2@sha256:0000000000000000000000000000000000000000000000000000000000000000
FROM debian:12
COPY --link a /a
#~   ^^^^^^ syntax-directive-needed: --link needs frontend 1.4 or newer, which the file does not ask for
