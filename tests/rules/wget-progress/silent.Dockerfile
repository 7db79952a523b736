FROM debian:12
RUN wget -q https://example.com/a && wget -qO- https://example.com/a && wget -nv https://example.com/a
RUN wget --no-verbose https://example.com/a && wget --quiet https://example.com/a
RUN wget --progress=bar:force:noscroll https://example.com/a
RUN wget -q --show-progress https://example.com/a
RUN wget -o /tmp/log https://example.com/a && wget -a /tmp/log https://example.com/a
RUN wget https://example.com/a 2>/dev/null
RUN wget https://example.com/a &>/dev/null
RUN wget $WGET_OPTS https://example.com/a
RUN wget --version && apt-get install -y wget && echo wget https://example.com/a
HEALTHCHECK CMD wget http://localhost/ || exit 1
