FROM debian:12
VOLUME /data
#~     ^^^^^ volume-then-write: a step writes into this volume after it was declared
RUN curl -fsSo /data/seed.sql https://example.org/seed.sql

FROM debian:12
VOLUME ["/var/log/app", "/srv/db"]
#~                       ^^^^^^^ volume-then-write: a step writes into this volume after it was declared
RUN cp -r /seed /srv/db/main && chown -R nobody /srv/db
CMD ["serve"]
#~ unsafe-fix: firing.fixed.Dockerfile
