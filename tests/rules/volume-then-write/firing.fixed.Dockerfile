FROM debian:12
RUN curl -fsSo /data/seed.sql https://example.org/seed.sql
VOLUME /data

FROM debian:12
RUN cp -r /seed /srv/db/main && chown -R nobody /srv/db
CMD ["serve"]
VOLUME ["/var/log/app", "/srv/db"]
