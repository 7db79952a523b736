FROM debian:12
ARG WHERE
VOLUME ["/srv"]
CMD redis-server --dir /srv/redis --logfile /dev/stdout --port 1 --dir $WHERE --dir data
