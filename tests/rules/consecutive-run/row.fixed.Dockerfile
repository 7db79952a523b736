FROM debian:12
WORKDIR /w
RUN wget https://example.org/tool \
    && chmod +x tool \
    && mv tool /usr/local/bin/tool
