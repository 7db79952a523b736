FROM debian:12
RUN curl -fsSL -o /tmp/tool.tgz https://github.com/example/tool/releases/download/v1/tool.tgz
RUN curl -fL https://example.com/a.tgz | tar xz
RUN curl -OL http://example.com/${VERSION}.tgz
RUN curl -L --fail --output a example.com/a
