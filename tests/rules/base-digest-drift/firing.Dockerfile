FROM debian:12@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS build
RUN make
FROM docker.io/library/debian:12@sha256:2222222222222222222222222222222222222222222222222222222222222222
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ base-digest-drift: `debian:12` is pinned to another digest above
COPY --from=build /app /app
