FROM debian:12
RUN --mount=type=cache,target=/x make
COPY --link <<EOF /a
hello
EOF
