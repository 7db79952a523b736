FROM debian:12
RUN curl -fsSLo /tmp/tool.tar.gz https://example.org/tool.tar.gz
RUN tar xzf /tmp/tool.tar.gz -C /opt && rm /tmp/tool.tar.gz
#~                                      ^^^^^^^^^^^^^^^^^^^ consecutive-run(warning): `/tmp/tool.tar.gz` is made in one layer, deleted in another
WORKDIR /src
RUN wget -O lib.tgz https://example.org/lib.tgz \
    && tar xzf lib.tgz
RUN make
RUN git clone https://example.org/x.git /srv/x
RUN chown -R nobody /srv/x
#~  ^^^^^^^^^^^^^^^^^^^^^^ consecutive-run: `/srv/x` is stored twice: made, then changed
RUN cd /tmp && curl -o a https://example.org/a
RUN rm -rf /tmp/*
#~  ^^^^^^^^^^^^^ consecutive-run(warning): `/tmp/a` is made in one layer, deleted in another
#~ unsafe-fix: firing.fixed.Dockerfile
