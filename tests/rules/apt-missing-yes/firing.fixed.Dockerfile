FROM debian:12
RUN apt-get update && apt-get install -y curl
RUN apt install -y --no-install-recommends \
        git \
        make
RUN DEBIAN_FRONTEND=noninteractive apt-get -q upgrade -y
RUN if true; then sudo apt-get remove -y gcc; fi
RUN bash -c 'apt-get install -y jq'
RUN <<EOS
apt-get purge -y perl
EOS
ONBUILD RUN apt-get install -y less
RUN ["apt-get", "install", "-y", "tar"]
RUN ["sh", "-c", "apt-get install -y gzip"]
