FROM debian:12
ENV DEBIAN_FRONTEND=noninteractive
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ env-persists-build-only: `DEBIAN_FRONTEND` is for builds, but each container gets it too
ENV DEBCONF_NONINTERACTIVE_SEEN true
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ env-persists-build-only: `DEBCONF_NONINTERACTIVE_SEEN` is for builds, but each container gets it too
ENV LANG=C.UTF-8 DEBCONF_NOWARNINGS=1
#~               ^^^^^^^^^^^^^^^^^^^^ env-persists-build-only: `DEBCONF_NOWARNINGS` is for builds, but each container gets it too
env http_proxy=http://proxy.example.org:3128
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ env-persists-build-only: `http_proxy` tells each container the build's proxy
RUN apt-get update
#~ unsafe-fix: firing.fixed.Dockerfile
