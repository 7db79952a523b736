FROM debian:12 AS base
CMD ["redis-server", "--dir", "/srv/base"]

FROM base
CMD ["redis-server", "--dir", "/srv/redis"]
# A shell takes no words of CMD.
ENTRYPOINT exec mysqld --console
CMD ["mysqld", "--datadir=/srv/mysql"]
