FROM rust:1.80 AS base
WORKDIR /app
COPY . .

FROM base AS mounted
RUN --mount=type=cache,target=/app/target cargo build --release && cp target/release/server /app/server

FROM base AS moved
RUN cargo build --release --target-dir /build

FROM base AS set
ENV CARGO_TARGET_DIR=/build
RUN cargo build --release

FROM base AS set_otherwise
ENV CARGO_BUILD_TARGET_DIR=/build
RUN cargo build --release

FROM base AS cleaned
RUN cargo build --release && cp target/release/server /usr/bin/ && cargo clean

FROM base AS removed
RUN cargo build --release && mv target/release/server /usr/bin/
RUN rm -rf target

FROM base AS installed
RUN cargo install ripgrep

FROM base AS built
RUN cargo build --release

FROM node:20 AS web
WORKDIR /web
COPY . .
RUN npm ci && npm run build

FROM debian:12-slim
ARG WHERE
COPY --from=mounted /app /app
COPY --from=moved /app /app
COPY --from=set /app /app
COPY --from=set_otherwise /app /app
COPY --from=cleaned /app /app
COPY --from=removed /app /app
COPY --from=installed /app /app
# Who names the directory itself wants it; what is in a known file; what nobody knows.
COPY --from=built /app/target /cache
COPY --from=built /app/target/release/server /usr/bin/
COPY --from=built $WHERE /x
COPY --from=built --exclude=target /app /y
# What of it runs, nobody can tell.
COPY --from=web /web /web
CMD ["/app/server"]
