# SYNTAX=docker/dockerfile:1
#~^^^^^^ directive-casing: `SYNTAX` is not written in small letters
#Escape = `
#~ 2-7 directive-casing: `Escape` is not written in small letters
FROM alpine:3.20
#~ fix: firing.fixed.Dockerfile
