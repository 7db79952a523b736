FROM debian:12
ONBUILD RUN apt-get update
#~          ^^^^^^^^^^^^^^ update-without-install: this package index is frozen in a layer of its own
