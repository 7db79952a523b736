FROM debian:12
ARG DEBIAN_FRONTEND=noninteractive
ARG DEBCONF_NONINTERACTIVE_SEEN=true
ENV LANG=C.UTF-8 DEBCONF_NOWARNINGS=1
arg http_proxy=http://proxy.example.org:3128
RUN apt-get update
