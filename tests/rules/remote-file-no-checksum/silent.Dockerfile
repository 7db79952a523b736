FROM debian:12
RUN curl -fsSLo a.tgz https://example.com/a.tgz && echo "0123  a.tgz" | sha256sum -c - && tar xf a.tgz
RUN curl -fsSLO https://example.com/b.tgz -O https://example.com/b.tgz.asc && gpg --verify b.tgz.asc b.tgz && tar xf b.tgz
RUN wget -q https://example.com/c.tgz && test "$(sha1sum c.tgz | cut -c1-40)" = 0123 && tar xf c.tgz
RUN curl -fsSLo /etc/app/config.json https://example.com/config.json
RUN curl -fsSL https://example.com/install.sh | bash
RUN curl -fsSLo d http://localhost/d && chmod +x d
RUN curl -fsSL https://example.com/key.asc | apt-key add -
RUN curl -fsSLo $OUT $URL && tar xf e.tgz
RUN curl -fsSLo f.txt https://example.com/f.txt && chmod 644 f.txt
COPY g.tgz /tmp/
RUN tar xf /tmp/g.tgz
