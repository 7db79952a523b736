FROM debian:12
RUN git clone https://example.org/tool.git /usr/src/tool && \
    cd /usr/src/tool && \
    ./configure && make && \
    make install
#~  ^^^^^^^^^^^^ source-tree-left: the sources in `/usr/src/tool` stay in this layer
WORKDIR /tmp
RUN tar xzf /x.tgz && make -C x-1.0 && make -C x-1.0 install
#~                                     ^^^^^^^^^^^^^^^^^^^^^ source-tree-left: the sources in `/tmp/x-1.0` stay in this layer
#~ unsafe-fix: firing.fixed.Dockerfile
