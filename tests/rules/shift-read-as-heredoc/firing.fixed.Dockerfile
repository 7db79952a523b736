FROM alpine:3.20
RUN mkdir /a && \
    echo $((1<<4)) > /a/b
USER nobody
