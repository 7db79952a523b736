FROM debian:12
RUN echo hello | tee /greeting
RUN printf 'a\nb\n' | sed 's/a/b/' | tee /file
RUN yes | apt-get install curl
RUN set -o pipefail && wget -qO- https://example.org/x | tar xz
RUN bash -o pipefail -c "wget -qO- https://example.org/x | tar xz"
RUN bash -euxo pipefail -c 'wget -qO- https://example.org/x | tar xz'
RUN wget -qO- https://example.org/x | tar xz || true
RUN if ! wget -qO- https://example.org/x | grep -q x; then exit 1; fi
RUN echo "the size is $(du -s / | cut -f1)"
RUN uname -m | sed s/x86_64/amd64/ > /arch
RUN ["sh", "-c", "echo a | cat"]
RUN <<EOS
#!/bin/bash -eo pipefail
curl -s https://example.org/x | tar x
EOS
RUN cat <<EOS | tee /motd
welcome
EOS

FROM debian:12 AS bash
SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
RUN curl -s https://example.org/x | tar x

FROM bash
RUN curl -s https://example.org/y | tar x

FROM alpine:3.20
SHELL ["/bin/sh", "-o", "pipefail", "-c"]
RUN wget -qO- https://example.org/x | tar xz

FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN Get-ChildItem | Remove-Item

FROM debian:12
RUN curl -fsSL https://example.org/SHA256SUMS | grep tool | sha256sum -c -
