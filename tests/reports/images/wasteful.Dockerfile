FROM debian:12
ARG VERSION=1
# plimsoll: ignore=apt-lists-left -- the image shows what they cost
RUN apt-get update && apt-get install -y curl
COPY . /srv
RUN chown -R 1000 /srv && rm -rf /var/lib/apt/lists
ENV PATH=/usr/bin:/bin
CMD ["/bin/app"]
