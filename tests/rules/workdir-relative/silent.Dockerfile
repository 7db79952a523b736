#~ note: below an absolute one, in the same stage or in the one it is built on
FROM alpine:3.20 AS base
WORKDIR /app
WORKDIR src

FROM base
WORKDIR lib

#~ note: what a variable holds is not known
FROM alpine:3.20
ARG HOME_DIR
WORKDIR $HOME_DIR/app

FROM alpine:3.20
ENV HOME_DIR=/home/app
WORKDIR "${HOME_DIR}"

#~ note: a default that is absolute
FROM alpine:3.20
WORKDIR ${WHERE:-/opt}/app

#~ note: the trigger runs in an image that is not here
FROM alpine:3.20
ONBUILD WORKDIR app

#~ note: Windows
FROM mcr.microsoft.com/windows/servercore:ltsc2022
WORKDIR C:/app
FROM alpine:3.20
WORKDIR /x
FROM python:3.12
WORKDIR $HOME
