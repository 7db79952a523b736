FROM debian:12
RUN wget --progress=dot:giga https://example.com/a
RUN cd /tmp && wget --progress=dot:giga -O- https://example.com/a.tgz | tar xz
RUN ["wget", "--progress=dot:giga", "https://example.com/a"]
RUN wget --progress=dot:giga \
    --no-check-certificate \
    https://example.com/a
RUN wget --progress=dot:giga $BASE_URL/x.tar.gz

FROM alpine:3.20
RUN wget -q https://example.com/a

FROM example.com/own/image
RUN wget -q -c https://example.com/a
