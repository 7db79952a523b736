# syntax=docker/dockerfile:1-LABS
# check=skip=JSONArgsRecommended
FROM alpine:3.20
# ESCAPE=` is a comment here
