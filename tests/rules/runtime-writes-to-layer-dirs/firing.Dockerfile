FROM debian:12
VOLUME /srv/other
CMD ["redis-server", "--dir", "/srv/redis", "--logfile=/var/log/redis/redis.log"]
#~                    ^^^^^ runtime-writes-to-layer-dirs: `redis-server` writes to `/srv/redis`: no volume
#~                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ runtime-writes-to-layer-dirs: `redis-server` writes to `/var/log/redis`: no volume
