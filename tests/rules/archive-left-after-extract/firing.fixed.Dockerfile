FROM debian:12
WORKDIR /opt
RUN curl -fsSLo /tmp/tool.tgz https://example.com/tool.tgz && tar -xzf /tmp/tool.tgz -C /opt && rm /tmp/tool.tgz
RUN wget -q https://example.com/b.tar.gz \
    && tar xzf b.tar.gz && rm b.tar.gz \
    && make
RUN set -ex; cd /tmp; wget -q https://example.com/${V}/c.zip; unzip -q c.zip; rm c.zip; make
RUN curl -fsSLO "https://example.com/d-${V}.tar.gz" && tar -xf "d-${V}.tar.gz" && rm "d-${V}.tar.gz" && make
RUN wget -q -P /tmp https://example.com/e.tgz
RUN tar -xzf /tmp/e.tgz && rm /tmp/e.tgz
RUN wget -q https://example.com/f.tgz && tar -xzf f.tgz
RUN rm f.tgz
RUN wget -q https://example.com/g.tgz && tar -C /a -xzf g.tgz && tar -C /b -xzf g.tgz && rm g.tgz
