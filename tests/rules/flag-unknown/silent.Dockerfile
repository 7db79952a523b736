# syntax=docker/dockerfile:1-labs
FROM --platform=$BUILDPLATFORM alpine:3.20 AS build
ADD --keep-git-dir=true --checksum=sha256:aa --chown=1 --chmod=644 --link --unpack https://example.org/x.tar /x
COPY --from=build --chown=1 --chmod=u+x --link --parents --exclude=*.md --exclude=b a b
RUN --mount=type=cache,target=/x --network=none --security=sandbox --device=a true
HEALTHCHECK --interval=1s --timeout=1s --start-period=1s --start-interval=1s --retries=2 CMD true
CMD ["--help"]
CMD program --help
CMD -- --help
ARG --x=1 A
HEALTHCHECK --any NONE
