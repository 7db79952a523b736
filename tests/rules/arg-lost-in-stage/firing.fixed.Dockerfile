ARG VERSION=1
ARG PREFIX=/usr
FROM alpine:3.20 AS build
ARG LOCAL=1
ARG VERSION
ARG PREFIX
RUN wget https://example.org/$VERSION/a.tar \
 && tar -xf a.tar -C "${PREFIX}"
RUN echo $VERSION again
RUN <<EOF
echo $LATER
cat <<TEXT >/etc/app
$PREFIX $LATER
TEXT
EOF
ARG LATER=2

FROM alpine:3.20
RUN echo $LOCAL

FROM registry.example.org/team/base:1
ARG VERSION
RUN echo $VERSION $LOCAL
