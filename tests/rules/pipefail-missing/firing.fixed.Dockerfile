FROM debian:12
RUN echo start
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN wget -qO- https://example.org/tool.tar.gz | tar xz -C /opt
RUN apt-get update && curl -fsSL https://example.org/key | gpg --dearmor > /etc/key.gpg
RUN VERSION=$(curl -s https://example.org/version | cut -d. -f1) && echo "$VERSION"

FROM alpine:3.20
RUN set -o pipefail && wget -qO- https://example.org/tool.tar.gz | tar xz -C /opt
RUN wget -qO- https://example.org/list | grep -q good

FROM example.org/own/base:1
RUN curl -s https://example.org/x | sh

FROM debian:12
SHELL ["/bin/bash", "-c"]
RUN set -o pipefail && curl -s https://example.org/x \
    | sh
