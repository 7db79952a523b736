FROM debian:12
WORKDIR /w
RUN wget https://example.org/tool
RUN chmod +x tool
#~  ^^^^^^^^^^^^^ consecutive-run: `/w/tool` is stored twice: made, then changed
RUN mv tool /usr/local/bin/tool
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ consecutive-run(warning): `/w/tool` is made in one layer, moved in another
#~ unsafe-fix: row.fixed.Dockerfile
