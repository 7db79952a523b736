FROM alpine:3.20 AS one
WORKDIR app
#~      ^^^ workdir-relative: `app` is relative, with no WORKDIR above it
WORKDIR src

FROM golang:1.23 AS go
WORKDIR ./app/
#~      ^^^^^^ workdir-relative: `./app/` is relative, with no WORKDIR above it

FROM registry.example.org/team/base:1
ENV APP=app
WORKDIR $APP
#~      ^^^^ workdir-relative: `$APP` is relative, with no WORKDIR above it
#~ unsafe-fix: firing.fixed.Dockerfile
