FROM rust:1.80 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=target \
    cargo build --release
FROM debian:12
COPY --from=build /src/target/release/app /usr/local/bin/app
#~                ^^^^^^^^^^^^^^^^^^^^^^^ artifact-in-cache-mount: the file is in a mount of its step, so the stage does not have it

FROM debian:12
RUN --mount=type=tmpfs,target=/work make -C /work
ENTRYPOINT ["/work/serve"]
#~           ^^^^^^^^^^^ artifact-in-cache-mount: the program is in a mount of its step, so the image does not have it
