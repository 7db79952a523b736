# syntax=example.org/own/frontend:1
FROM debian:12
COPY --parents x/y /z
