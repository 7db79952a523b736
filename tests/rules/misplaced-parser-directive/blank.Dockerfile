
# Syntax = docker/dockerfile:1
#~ 1-30 misplaced-parser-directive: `syntax=docker/dockerfile:1` is a plain comment here
#syntax=docker/dockerfile:1.4
#~ 1-29 misplaced-parser-directive: `syntax=docker/dockerfile:1.4` is a plain comment here
# check=error=true

FROM alpine:3.20
#~ unsafe-fix: blank.fixed.Dockerfile
