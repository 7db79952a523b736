FROM debian:12
RUN apt-get update && apt-get install --no-install-recommends -y curl
RUN apt-get -y install --no-install-recommends \
    git \
    jq
RUN aptitude install --without-recommends -y vim
RUN apt-get install --no-install-recommends -o Dpkg::Options::=--force-confold -y less
RUN DEBIAN_FRONTEND=noninteractive apt-get install --no-install-recommends -y $PACKAGES
