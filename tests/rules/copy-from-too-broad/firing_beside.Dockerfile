FROM rust:1.80 AS build
# One file above the crate makes no workspace.
COPY run.sh /usr/bin/
COPY entrypoint.sh /
WORKDIR /app
COPY . .
RUN cargo build --release && cp target/release/server /usr/bin/

FROM debian:12-slim
COPY --from=build /app /app
#~                ^^^^ copy-from-too-broad: `/app` comes along, with what the build has left in it
CMD ["/app/run"]
