# syntax=docker.io/docker/dockerfile:1
FROM alpine:3.20
RUN --mount=type=cache,target=/x --network=none true
COPY --chown=1 --chmod=644 --link a b
ADD --keep-git-dir --checksum=sha256:aa https://example.org/x /x
RUN <<EOF
true
EOF
