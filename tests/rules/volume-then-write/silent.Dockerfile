FROM debian:12
RUN curl -fsSo /data/seed.sql https://example.org/seed.sql
VOLUME /data
RUN curl -fsSo /database/seed.sql https://example.org/seed.sql
COPY seed.sql /data/
RUN --mount=type=tmpfs,target=/data curl -o /data/x https://example.org/x
RUN cat /data/seed.sql
VOLUME $DIR
