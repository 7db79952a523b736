FROM alpine:3.20 AS fetch
RUN touch /dist.tgz

FROM debian:12
RUN --mount=type=bind,source=app.tar.gz,target=/tmp/app.tar.gz tar -xzf /tmp/app.tar.gz -C /opt
WORKDIR /srv
COPY --chown=1000 web.tar.xz .
RUN tar xf web.tar.xz && rm web.tar.xz
RUN --mount=type=bind,source=data/fonts.zip,target=/tmp/f.zip cd /tmp && unzip f.zip
RUN --mount=type=bind,from=fetch,source=/dist.tgz,target=/dist.tgz mkdir /dist && tar -C /dist -xf /dist.tgz
COPY GeoIP.dat.gz /usr/share/GeoIP/
RUN gunzip -f /usr/share/GeoIP/GeoIP.dat.gz
