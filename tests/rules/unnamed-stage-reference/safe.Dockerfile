FROM golang:1.23 AS build
FROM debian:12
COPY --from="0" /a /a
#~           ^ unnamed-stage-reference: stage 0 is referred to by its number
#~ fix: safe.fixed.Dockerfile
