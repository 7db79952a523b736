FROM alpine:3.20 AS fetch
RUN touch /dist.tgz

FROM debian:12
COPY app.tar.gz /tmp/
#~   ^^^^^^^^^^ copy-and-extract: the archive stays in this layer, its content in a later one
RUN tar -xzf /tmp/app.tar.gz -C /opt
WORKDIR /srv
COPY --chown=1000 web.tar.xz .
#~                ^^^^^^^^^^ copy-and-extract: the archive stays in this layer, its content in a later one
RUN tar xf web.tar.xz && rm web.tar.xz
COPY data/fonts.zip /tmp/f.zip
#~   ^^^^^^^^^^^^^^ copy-and-extract: the archive stays in this layer, its content in a later one
RUN cd /tmp && unzip f.zip
COPY --from=fetch /dist.tgz /dist.tgz
#~                ^^^^^^^^^ copy-and-extract: the archive stays in this layer, its content in a later one
RUN mkdir /dist && tar -C /dist -xf /dist.tgz
COPY GeoIP.dat.gz /usr/share/GeoIP/
#~   ^^^^^^^^^^^^ copy-and-extract: the archive stays in this layer, its content in a later one
RUN gunzip -f /usr/share/GeoIP/GeoIP.dat.gz
#~ unsafe-fix: firing.fixed.Dockerfile
