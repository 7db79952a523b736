FROM debian:12 AS base
RUN apt-get update && apt-get install -y wget
FROM base
RUN apt-get install -y curl \
#~                     ^^^^ wget-and-curl: `curl` is installed beside `wget`, which downloads as well
    && curl -fsSLo /a https://example.com/a
RUN wget -q https://example.com/b
