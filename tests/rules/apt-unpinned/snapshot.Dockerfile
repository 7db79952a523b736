FROM debian:12
RUN echo "deb http://snapshot.debian.org/archive/debian/20240101T000000Z bookworm main" > /etc/apt/sources.list
RUN apt-get update && apt-get install -y curl
