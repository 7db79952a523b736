FROM alpine:3.20 AS one
WORKDIR /app
WORKDIR src

FROM golang:1.23 AS go
WORKDIR /go/app

FROM registry.example.org/team/base:1
ENV APP=app
WORKDIR /$APP
