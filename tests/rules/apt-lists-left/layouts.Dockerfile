FROM debian:12
RUN apt-get update && apt-get install -y curl
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
RUN apt-get update && \
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
    apt-get install -y git && \
    git --version
RUN apt-get update \
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
    # the compiler
    && apt-get install -y --no-install-recommends \
        gcc \
        make \
    && make --version
RUN set -eux; \
    apt-get update; \
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
    apt-get install -y xz-utils;
RUN apt-get update && apt-get install -y \
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
        less \
        vim
RUN <<EOS
set -e
apt-get update
#~ 1-14 apt-lists-left: the package lists stay in this layer
apt-get install -y jq
EOS
#~ fix: layouts.fixed.Dockerfile
