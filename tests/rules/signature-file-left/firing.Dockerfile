FROM debian:12
WORKDIR /opt
RUN curl -fsSLO https://example.org/tool && curl -fsSLO https://example.org/tool.asc && gpg --verify tool.asc tool
#~                                                                                                   ^^^^^^^^ signature-file-left: the signature stays in the layer after it has been checked
RUN cd /tmp \
    && curl -fsSLO https://example.org/a.sig \
    && gpg --batch --verify a.sig a \
#~                          ^^^^^ signature-file-left: the signature stays in the layer after it has been checked
    && tar xf a
#~ fix: firing.fixed.Dockerfile
