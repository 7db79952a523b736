FROM debian:12
ARG CACHE
ARG FULL=/x
ENV DIR=/srv/x
RUN rm -rf "${CACHE:?}"/*
RUN rm -rf $FULL/* $DIR/*
RUN rm -rf $CACHE/cache/files
RUN D=$(mktemp -d) && rm -rf $D/*
RUN rm -f $CACHE/*
RUN set -u; rm -rf $CACHE/*
RUN rm -rf $HOME/*
RUN rm -rf $CACHE

FROM example.org/own:1
RUN rm -rf $FROM_BASE/*
