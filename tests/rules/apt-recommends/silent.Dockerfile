FROM debian:12 AS build
RUN apt-get update && apt-get install -y gcc

FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends curl
RUN apt-get --no-install-recommends install -y curl
RUN apt-get install curl -y --no-install-recommends
RUN apt-get -o APT::Install-Recommends=0 install -y curl
RUN apt-get -o APT::Install-Recommends=false install -y curl
RUN apt-get install -oapt::install-recommends=no -y curl
RUN apt-get install -y --install-recommends curl
RUN apt-get install -y $APT_OPTS curl
RUN apt-get -f install -y
RUN apt-get install -s curl
RUN echo apt-get install curl
