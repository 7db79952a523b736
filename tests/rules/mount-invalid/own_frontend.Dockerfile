# syntax=example.org/frontend:1
FROM alpine:3.20
RUN --mount=type=magic,target=/x true
#~          ^^^^^^^^^^ mount-invalid(info): `magic` needs bind, cache, tmpfs, secret or ssh
