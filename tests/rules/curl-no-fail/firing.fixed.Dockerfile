FROM debian:12
RUN curl -fsSL -o /usr/local/bin/tool https://example.com/tool && chmod +x /usr/local/bin/tool
RUN curl -f https://example.com/a.tgz | tar xz
RUN cd /tmp \
    && curl -f --silent --location \
        --output b https://example.com/${VERSION}/b \
    && ls
RUN ["curl", "-fLO", "https://example.com/c"]
RUN curl -fLo d https://example.com/d
RUN curl -fsk http://example.com/e > /e
RUN curl -fO ftp://example.com/f https://example.com/f
