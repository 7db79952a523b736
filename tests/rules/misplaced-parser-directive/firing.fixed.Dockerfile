# syntax=docker/dockerfile:1
# The image of our service.
FROM alpine:3.20
# escape=`
RUN true \
  # check=skip=all
  true
