FROM debian:12 AS base
ENTRYPOINT ["/usr/sbin/mysqld"]
CMD ["--datadir=/srv/never"]

FROM base
# Overridden by the last of them.
CMD ["--datadir=/srv/early"]
CMD ["--datadir=/srv/mysql"]
#~    ^^^^^^^^^^^^^^^^^^^^ runtime-writes-to-layer-dirs: `mysqld` writes to `/srv/mysql`: no volume
