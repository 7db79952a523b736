FROM alpine:3.20 AS one
WORKDIR app
#~      ^^^ workdir-relative: `app` is relative, and no WORKDIR above says to what
WORKDIR src

FROM golang:1.23 AS go
WORKDIR ./app/
#~      ^^^^^^ workdir-relative: `./app/` is relative, and no WORKDIR above says to what

FROM registry.example.org/team/base:1
ENV APP=app
WORKDIR $APP
#~      ^^^^ workdir-relative: `$APP` is relative, and no WORKDIR above says to what
#~ unsafe-fix: firing.fixed.Dockerfile
