#!/usr/bin/env docker-build
# escape=\
#~ 1-10 misplaced-parser-directive: `escape=\` is a plain comment here
# syntax=docker/dockerfile:1
FROM alpine:3.20
