FROM debian:12
RUN git clone https://example.org/tool.git /usr/src/tool && \
    cd /usr/src/tool && \
    ./configure && make && \
    make install && \
    rm -rf /usr/src/tool
WORKDIR /tmp
RUN tar xzf /x.tgz && make -C x-1.0 && make -C x-1.0 install && rm -rf /tmp/x-1.0
