# syntax=docker/dockerfile:1
FROM debian:12
RUN --device=example.org/gpu make
#~  ^^^^^^^^^^^^^^^^^^^^^^^^ syntax-directive-needed: --device needs a labs frontend, which the file does not ask for
#~ fix: labs.fixed.Dockerfile
