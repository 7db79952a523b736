FROM debian:12 AS base
ENV DEBIAN_FRONTEND=noninteractive
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ env-persists-build-only: `DEBIAN_FRONTEND` is for builds, but each container gets it too
FROM base
RUN apt-get update
