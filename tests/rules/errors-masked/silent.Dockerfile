FROM debian:12
RUN set -e; apt-get update; apt-get install -y curl; rm -rf /var/lib/apt/lists/*
RUN set -eux; \
    curl -o /x https://example.org/x; \
    chmod +x /x
RUN pip install flask || pip install --index-url https://example.org flask
RUN if npm ci; then echo good; fi
RUN for i in 1 2 3; do npm ci && break; sleep 1; done
RUN make; test $? -eq 0
RUN rm -f /x || true
RUN apt-get remove -y curl || true
RUN echo a; echo b
RUN npm test; echo done
RUN useradd x || true
RUN <<EOS
npm ci
echo done
EOS

FROM debian:12
SHELL ["/bin/bash", "-e", "-c"]
RUN npm ci; echo done
RUN curl -fsSL https://example.org/x -o /x; test -s /x
RUN dpkg -i /x.deb || true
RUN dpkg -i /x.deb; apt-get install -fy
RUN mkdir /t && if [ -n "$SUM" ]; then \
        curl -fsSLO https://example.org/tool; \
        echo "$SUM  tool" | sha256sum -c - && chmod +x tool; \
    fi && ./tool
