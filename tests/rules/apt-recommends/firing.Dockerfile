FROM debian:12
RUN apt-get update && apt-get install -y curl
#~                    ^^^^^^^^^^^^^^^^^^^^^^^ apt-recommends: apt also installs what these packages only recommend
RUN apt-get -y install \
#~  ^^^^^^^^^^^^^^^^^^^^... apt-recommends: apt also installs what these packages only recommend
    git \
    jq
RUN aptitude install -y vim
#~  ^^^^^^^^^^^^^^^^^^^^^^^ apt-recommends: apt also installs what these packages only recommend
RUN apt-get install -o Dpkg::Options::=--force-confold -y less
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ apt-recommends: apt also installs what these packages only recommend
RUN DEBIAN_FRONTEND=noninteractive apt-get install -y $PACKAGES
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ apt-recommends: apt also installs what these packages only recommend
#~ unsafe-fix: firing.fixed.Dockerfile
