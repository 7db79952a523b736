FROM debian:12
RUN apt-get update && apt update && apt-get install -y --only-upgrade openssl
RUN apt-get -s upgrade
FROM alpine:3.20
RUN apk update && apk add --upgrade curl && apk upgrade openssl
FROM rockylinux:9
RUN yum update -y openssl && dnf update --security -y && dnf upgrade --advisory=RHSA-1 -y
RUN yum check-update || true
FROM opensuse/leap:15.6
RUN zypper -n refresh && zypper -n patch && zypper -n up curl
FROM archlinux
RUN pacman -Syu --noconfirm && pip install --upgrade pip && npm update
