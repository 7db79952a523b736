# syntax=docker/dockerfile:1
# escape=`
# Escape=\
#~^^^^^^ directive-duplicate: the directive `escape` stands here twice
FROM alpine:3.20
#~ unsafe-fix: firing.fixed.Dockerfile
