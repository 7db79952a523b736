# syntax=docker/dockerfile:1
#  ESCAPE = `
FROM alpine:3.20
