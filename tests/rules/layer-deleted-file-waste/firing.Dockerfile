FROM debian:12
COPY tool.deb /tmp/tool.deb
RUN dpkg -i /tmp/tool.deb && rm /tmp/tool.deb
#~                              ^^^^^^^^^^^^^ layer-deleted-file-waste: deleting `/tmp/tool.deb` here does not shrink the image
ADD https://example.org/x.zip /tmp/x.zip
COPY conf.txt install.sh /tmp/
RUN sh /tmp/install.sh
RUN rm -rf /tmp/*
#~         ^^^^^^ layer-deleted-file-waste: deleting `/tmp/install.sh` here does not shrink the image
RUN curl -o /opt/a.tgz https://example.org/a.tgz
WORKDIR /opt
RUN tar xzf a.tgz && rm a.tgz
#~                      ^^^^^ layer-deleted-file-waste: deleting `/opt/a.tgz` here does not shrink the image
RUN apt-get update && apt-get install -y gcc make
RUN make
RUN apt-get purge -y gcc make
#~                   ^^^ layer-deleted-file-waste: removing `gcc` here does not shrink the image
COPY start.sh /start.sh
RUN mv /start.sh /usr/local/bin/start.sh
#~     ^^^^^^^^^ layer-deleted-file-waste: moving `/start.sh` here stores it a second time
