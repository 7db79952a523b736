FROM debian:12
ARG DEBIAN_FRONTEND=noninteractive
ARG DEBCONF_NONINTERACTIVE_SEEN=true
ENV LANG=C.UTF-8 PIP_NO_CACHE_DIR=1
arg http_proxy=http://proxy.example.org:3128
RUN apt-get update
