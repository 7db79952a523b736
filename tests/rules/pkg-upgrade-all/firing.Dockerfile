FROM debian:12
RUN apt-get update && apt-get -y upgrade
#~                    ^^^^^^^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
RUN ["apt", "upgrade", "-y"]
#~    ^^^^^^^^^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
FROM alpine:3.20
RUN apk --no-cache upgrade
#~  ^^^^^^^^^^^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
RUN apk -U upgrade
#~  ^^^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
FROM rockylinux:9
RUN yum update -y && yum clean all
#~  ^^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
RUN dnf -y upgrade --refresh
#~  ^^^^^^^^^^^^^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
RUN microdnf update
#~  ^^^^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
FROM opensuse/leap:15.6
RUN zypper -n up
#~  ^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
ONBUILD RUN zypper -n update
#~          ^^^^^^^^^^^^^^^^ pkg-upgrade-all: every package of the base image is upgraded, to what today offers
