FROM debian:12
RUN work=$(mktemp -d) && cd "$work" && make install && rm -rf "$work"
RUN work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && make -C "$work"
RUN GNUPGHOME="$(mktemp -d)" && export GNUPGHOME && gpg --batch --verify a.asc a && rm -r ${GNUPGHOME}
RUN work=$(mktemp -d) && make -C "$work" && mv "$work" /opt/tool
RUN file=$(mktemp) && echo x > "$file"
RUN name=$(mktemp -d -u) && echo "$name"
RUN --mount=type=tmpfs,target=/tmp work=$(mktemp -d) && make -C "$work"
RUN work=$(mktemp -d) && make -C "$work" && rm -rf /tmp/*
