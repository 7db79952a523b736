FROM debian:12
RUN apt-get update && apt-get -y upgrade && apt-get -s dist-upgrade
RUN echo dist-upgrade && apt-get install -y dist-upgrade-tools
FROM opensuse/leap:15.6
RUN zypper -n patch && zypper -n up
