ARG VERSION=1
ARG NAME=x
ARG BASE_VERSION=1
ARG NODE_VERSION=22
FROM alpine:3.20 AS build
ARG VERSION
RUN echo $VERSION
#~ note: declared in the stage below
FROM build
RUN echo $VERSION

#~ note: the script sets it itself, or brings it from somewhere
FROM alpine:3.20
RUN NAME=y; echo $NAME
RUN for NAME in a b; do echo $NAME; done
RUN read NAME </etc/name && echo $NAME
RUN . /etc/os-release && echo $VERSION
RUN export $(cat /etc/env) && echo $NAME
RUN eval "$(tool)" && echo $NAME
#~ note: guarded, quoted, or another name
RUN echo ${NAME:-z} '$NAME' \$NAME $NAME2
RUN <<'EOF'
cat <<'TEXT' >/etc/app
$NAME
TEXT
EOF
ENV NAME=z
RUN echo $NAME

#~ note: an unknown image that may well set it
FROM node:${NODE_VERSION}
RUN echo $NODE_VERSION
FROM registry.example.org/team/base:${BASE_VERSION}
RUN echo $BASE_VERSION
ONBUILD RUN echo $NAME
