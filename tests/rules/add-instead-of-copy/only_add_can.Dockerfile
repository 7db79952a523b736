ARG VERSION=1.2
ARG WHAT
FROM alpine:3.20
ARG VERSION
ARG WHAT
ADD https://example.org/app.conf /etc/
ADD http://example.org/app.conf /etc/
ADD git@example.org:team/app.git /src
ADD ssh://git@example.org/app /src
ADD https://example.org/app.git#v1 /src
ADD rootfs.tar.gz /
ADD dist-${VERSION}.tar.xz /srv/
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d app.bin /srv/
ADD --unpack=false app.tar /srv/
ADD ${WHAT} /srv/
ADD app.${WHAT} /srv/
ADD app-* /srv/
COPY ./app.py /srv/app.py
