# Syntax = docker/dockerfile:1

#syntax=docker/dockerfile:1.4
# check=error=true

FROM alpine:3.20
