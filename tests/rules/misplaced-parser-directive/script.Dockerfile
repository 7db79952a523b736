#!/usr/bin/env docker-build
# syntax=docker/dockerfile:1
# check=skip=all

#~ note: a `#!` above hides neither of them
FROM alpine:3.20
