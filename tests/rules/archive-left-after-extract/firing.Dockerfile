FROM debian:12
WORKDIR /opt
RUN curl -fsSLo /tmp/tool.tgz https://example.com/tool.tgz && tar -xzf /tmp/tool.tgz -C /opt
#~                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ archive-left-after-extract: the archive stays in this layer after it is unpacked
RUN wget -q https://example.com/b.tar.gz \
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ archive-left-after-extract: the archive stays in this layer after it is unpacked
    && tar xzf b.tar.gz \
    && make
RUN set -ex; cd /tmp; wget -q https://example.com/${V}/c.zip; unzip -q c.zip; make
#~                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ archive-left-after-extract: the archive stays in this layer after it is unpacked
RUN curl -fsSLO "https://example.com/d-${V}.tar.gz" && tar -xf "d-${V}.tar.gz" && make
#~              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ archive-left-after-extract: the archive stays in this layer after it is unpacked
RUN wget -q -P /tmp https://example.com/e.tgz
#~                  ^^^^^^^^^^^^^^^^^^^^^^^^^ archive-left-after-extract: the archive stays in this layer after it is unpacked
RUN tar -xzf /tmp/e.tgz && rm /tmp/e.tgz
RUN wget -q https://example.com/f.tgz && tar -xzf f.tgz
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^ archive-left-after-extract: the archive stays in this layer after it is unpacked
RUN rm f.tgz
RUN wget -q https://example.com/g.tgz && tar -C /a -xzf g.tgz && tar -C /b -xzf g.tgz
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^ archive-left-after-extract: the archive stays in this layer after it is unpacked
#~ unsafe-fix: firing.fixed.Dockerfile
