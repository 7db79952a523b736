# syntax=docker/dockerfile:1
# escape=`
# check=skip=all

# escape=\
FROM alpine:3.20
