FROM debian:12
ARG NODE_VERSION=20
ARG PACKAGES="a b"
RUN apt-get update && apt-get install -y curl=7.88.1-10 git=1:2.* cmake/bookworm-backports
RUN apt-get install -y -t bookworm-backports cmake=3.25.1-1
RUN apt-get install -y ./local.deb /tmp/other.deb
RUN apt-get install -y "nodejs=${NODE_VERSION}.0-1nodesource1" $PACKAGES ${PACKAGES}
RUN apt-get install -y 'jq=1.6*' vim-
RUN apt-get -f install -y && apt-get build-dep -y nginx
RUN apt-get install -y --only-upgrade libssl3
