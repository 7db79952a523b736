FROM rust:1.80 AS build
WORKDIR /app
COPY . .
RUN cargo build --release

FROM debian:12-slim
COPY --from=build /app /app
#~                ^^^^ copy-from-too-broad: `/app` comes along, with what the build has left in it
COPY --from=build /etc/app.conf /etc/
CMD ["/app/target/release/server"]
#~ image: of_cargo.image
