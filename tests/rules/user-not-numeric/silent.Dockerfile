FROM debian:12 AS build
USER nobody
FROM debian:12
USER nobody
RUN id
USER 10001:app
