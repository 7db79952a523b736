FROM debian:12 AS build
RUN wget -q https://example.com/z.tgz && tar xf z.tgz
FROM debian:12
RUN wget -q https://example.com/a.tgz && tar xf a.tgz && rm a.tgz
RUN curl -fsSL https://example.com/b.tgz | tar xz
RUN cd /tmp && wget -q https://example.com/c.tgz && tar xf c.tgz && cd / && rm -rf /tmp/*
RUN wget -q https://example.com/d.tgz && tar xf d.tgz && mv d.tgz /srv/download/
RUN wget -q https://example.com/e.tgz && tar tf e.tgz
RUN cd /usr/src && wget -q https://example.com/f.tgz && tar xf f.tgz && cd f && make && rm -r /usr/src
RUN wget -q https://example.com/g-$V.tgz && tar xf g-$V.tgz && rm -f *.tgz
RUN --mount=type=cache,target=/tmp wget -qO /tmp/h.tgz https://example.com/h.tgz && tar xf /tmp/h.tgz
RUN --mount=type=tmpfs,target=/tmp cd /tmp && wget -q https://example.com/i.tgz && tar xf i.tgz
RUN curl -fsSLO "https://example.com/d-${V}.tar.gz" && tar -xf "d-${V}.tar.gz" && rm -rf /tmp/other
COPY j.tgz /
RUN tar xf /j.tgz
RUN wget -q https://example.com/k.gz && gunzip k.gz
RUN wget -qO l.tgz "$URL" && tar xf l.tgz && rm -rf "$FILES"
COPY --from=build /z /z
