FROM debian:12
COPY .curlrc /root/.curlrc
RUN curl -sLo a https://example.com/a
