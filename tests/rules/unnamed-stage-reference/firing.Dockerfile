FROM golang:1.23
FROM debian:12 AS base
from alpine:3.20
FROM alpine:3.20 AS stage-0
COPY --from=0 /a /a
#~          ^ unnamed-stage-reference: stage 0 is referred to by its number
COPY --chown=1:1 --from=1 /b /b
#~                      ^ unnamed-stage-reference: stage 1 is referred to by its number
RUN --mount=type=bind,from=2,target=/x --mount=type=bind,target=/y,from=0 true
#~                    ^^^^^^ unnamed-stage-reference: stage 2 is referred to by its number
#~                                                                 ^^^^^^ unnamed-stage-reference: stage 0 is referred to by its number
COPY --from=0 /d /d
#~          ^ unnamed-stage-reference: stage 0 is referred to by its number
#~ unsafe-fix: firing.fixed.Dockerfile
