# syntax=docker.io/docker/dockerfile:1.0.1
FROM alpine:3.20
RUN --mount=type=cache,target=/x --network=none true
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flag-newer-than-syntax: `--mount` needs docker/dockerfile:1.2, newer than what the file asks for
#~                               ^^^^^^^^^^^^^^ flag-newer-than-syntax: `--network` needs docker/dockerfile:1.3, newer than what the file asks for
COPY --chown=1 --chmod=644 --link a b
#~             ^^^^^^^^^^^ flag-newer-than-syntax: `--chmod` needs docker/dockerfile:1.2, newer than what the file asks for
#~                         ^^^^^^ flag-newer-than-syntax: `--link` needs docker/dockerfile:1.4, newer than what the file asks for
ADD --keep-git-dir --checksum=sha256:aa https://example.org/x /x
#~  ^^^^^^^^^^^^^^ flag-newer-than-syntax: `--keep-git-dir` needs docker/dockerfile:1.1, newer than what the file asks for
#~                 ^^^^^^^^^^^^^^^^^^^^ flag-newer-than-syntax: `--checksum` needs docker/dockerfile:1.6, newer than what the file asks for
RUN <<EOF
#~  ^^^^^ flag-newer-than-syntax: a heredoc needs docker/dockerfile:1.4, newer than what the file asks for
true
EOF
#~ unsafe-fix: firing.fixed.Dockerfile
