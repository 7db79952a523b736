FROM debian:12
RUN work=$(mktemp -d) && cd "$work" && git clone -q https://example.com/tool.git . && make install
#~  ^^^^^^^^^^^^^^^^^ tempdir-left: this temporary directory stays in the layer
RUN set -eux; \
    export GNUPGHOME="$(mktemp -d)"; \
#~         ^^^^^^^^^^^^^^^^^^^^^^^^ tempdir-left: this temporary directory stays in the layer
    gpg --batch --verify a.asc a
RUN dir="$(mktemp --directory)"; rm -rf "$other"
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ tempdir-left: this temporary directory stays in the layer
#~ unsafe-fix: firing.fixed.Dockerfile
