FROM debian:12
RUN curl -fsSLo /tmp/tool.tar.gz https://example.org/tool.tar.gz \
    && tar xzf /tmp/tool.tar.gz -C /opt && rm /tmp/tool.tar.gz
WORKDIR /src
RUN wget -O lib.tgz https://example.org/lib.tgz \
    && tar xzf lib.tgz
RUN make
RUN git clone https://example.org/x.git /srv/x \
    && chown -R nobody /srv/x
RUN cd /tmp && curl -o a https://example.org/a
RUN rm -rf /tmp/*
