ARG VERSION=1
FROM alpine:3.20 AS build
ARG VERSION
COPY app-$VERSION.tar /tmp/
ARG TARGETARCH
COPY other-${VERSION}.tar /tmp/app-${TARGETARCH}.tar
ENV APP_HOME=/srv
WORKDIR $APP_HOMR
LABEL b=$later
ARG later=1
ENV a=1 b=$a
ENV LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH
COPY <<EOF /etc/app.sh
echo $name ${name}
EOF

FROM registry.example.org/team/base:1
ARG VERSION
USER $VERSION
ARG BUILDARCH
ADD app-$BUILDARCH.tar /tmp/
LABEL where=$PWD

FROM python:3.12
WORKDIR $HOME/app
ENV PYTHONPATH=$PYTHONPATH:/app
