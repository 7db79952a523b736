FROM rust:1.80 AS build
WORKDIR /app
COPY . .
RUN cargo build --release
RUN ls target

FROM swift:5.10 AS tools
COPY . /src/tool
RUN cd /src/tool && swift build -c release

FROM debian:12-slim
COPY --from=build /app /app
#~                ^^^^ copy-from-too-broad: `/app` comes along, with what the build has left in it
COPY --from=tools /src/ /opt/
#~                ^^^^^ copy-from-too-broad: `/src` comes along, with what the build has left in it
CMD ["/app/target/release/server"]
