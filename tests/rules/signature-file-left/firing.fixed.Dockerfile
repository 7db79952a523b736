FROM debian:12
WORKDIR /opt
RUN curl -fsSLO https://example.org/tool && curl -fsSLO https://example.org/tool.asc && gpg --verify tool.asc tool && rm /opt/tool.asc
RUN cd /tmp \
    && curl -fsSLO https://example.org/a.sig \
    && gpg --batch --verify a.sig a \
    && tar xf a \
    && rm /tmp/a.sig
