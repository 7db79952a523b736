ARG VERSION=1
ARG PREFIX=/usr
FROM alpine:3.20 AS build
ARG LOCAL=1
RUN wget https://example.org/$VERSION/a.tar \
#~                           ^^^^^^^^ arg-lost-in-stage: `$VERSION` is empty here: its ARG is not in reach
 && tar -xf a.tar -C "${PREFIX}"
#~                    ^^^^^^^^^ arg-lost-in-stage: `$PREFIX` is empty here: its ARG is not in reach
RUN echo $VERSION again
RUN <<EOF
echo $LATER
#~   ^^^^^^ arg-lost-in-stage: `$LATER` is empty here: its ARG is not in reach
cat <<TEXT >/etc/app
$PREFIX $LATER
TEXT
EOF
ARG LATER=2

FROM alpine:3.20
RUN echo $LOCAL
#~       ^^^^^^ arg-lost-in-stage: `$LOCAL` is empty here: its ARG is not in reach

FROM registry.example.org/team/base:1
RUN echo $VERSION $LOCAL
#~       ^^^^^^^^ arg-lost-in-stage: `$VERSION` is empty here: its ARG is not in reach
#~ unsafe-fix: firing.fixed.Dockerfile
