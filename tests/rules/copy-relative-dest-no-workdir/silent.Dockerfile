FROM debian:12 AS below
COPY a.txt /app/
ARG DIR
COPY a.txt $DIR/
ONBUILD COPY . .
WORKDIR app
COPY a.txt b.txt

#~ note: set below, or by the base image, or perhaps by it
FROM below
COPY a.txt c.txt
FROM golang:1.23
COPY . .
FROM registry.example.org/team/base:1
COPY . .

#~ note: nothing but this file sets a directory of the empty image
FROM scratch
COPY app app

FROM mcr.microsoft.com/windows/servercore:ltsc2022
COPY a.txt C:/app/
