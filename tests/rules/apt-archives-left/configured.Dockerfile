FROM debian:12
RUN echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache \
    && apt-get update && apt-get install -y jq
#~                       ^^^^^^^^^^^^^^^^^^^^^ apt-archives-left: the downloaded packages stay in this layer
#~ unsafe-fix: configured.fixed.Dockerfile
