FROM debian:12
RUN work=$(mktemp -d) && cd "$work" && git clone -q https://example.com/tool.git . && make install && rm -rf "$work"
RUN set -eux; \
    export GNUPGHOME="$(mktemp -d)"; \
    gpg --batch --verify a.asc a; \
    rm -rf "$GNUPGHOME"
RUN dir="$(mktemp --directory)"; rm -rf "$other" && rm -rf "$dir"
