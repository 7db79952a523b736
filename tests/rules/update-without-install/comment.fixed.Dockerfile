FROM debian:12
RUN apt-get update  # forced on 2024-01-01
RUN apt-get install -y gcc
RUN apt-get update && apt-get install -y make
