FROM debian:12
RUN apt-get update  # forced on 2024-01-01
#~  ^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
RUN apt-get install -y gcc
RUN apt-get update;
#~  ^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
RUN apt-get install -y make
#~ fix: comment.fixed.Dockerfile
