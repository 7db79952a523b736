# syntax=docker/dockerfile:1-labs
FROM debian:12
RUN --device=example.org/gpu make
