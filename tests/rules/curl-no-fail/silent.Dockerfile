FROM debian:12
RUN curl -fsSL https://example.com/a -o a && curl --fail -O https://example.com/b
RUN curl --fail-with-body -O https://example.com/c && curl -Lsfo d https://example.com/d
RUN curl -I https://example.com/ > head && curl -s -o /tmp/x -w '%{http_code}' https://example.com/
RUN curl -o f ftp://example.com/f && curl -O file:///tmp/g
RUN curl -s http://localhost:8080/health > /tmp/h && curl -o i http://127.0.0.1/i
RUN curl $CURL_OPTS -o j https://example.com/j
RUN curl -sL -o k "$URL"
RUN curl -s https://example.com/ping && curl -o /dev/null https://example.com/warm
RUN curl -K /tmp/config && curl --version
RUN apt-get install -y curl && echo "curl -O https://example.com/l"
HEALTHCHECK CMD curl -s https://example.com/ | grep ok
