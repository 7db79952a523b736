ARG WHERE
FROM debian:12
ARG WHERE
WORKDIR /dev/shm/app
WORKDIR /development
WORKDIR /processing
WORKDIR dev
WORKDIR $WHERE
WORKDIR /usr/src/app
WORKDIR /etc
VOLUME /etc/app /usr/share/nginx/html /run /sysdata
VOLUME ["/sys/fs/cgroup"]
