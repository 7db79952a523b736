FROM rust:1.80 AS member
COPY . /app
WORKDIR /app/server
# The workspace is /app, and `target` lies there.
RUN cargo build --release

FROM rust:1.80 AS manifest
COPY Cargo.toml Cargo.lock /work/
COPY server /work/server
WORKDIR /work/server
RUN cargo build --release

FROM rust:1.80 AS named
COPY server /opt/server
RUN cd /opt/server && cargo build --release && cp ../target/release/server /usr/bin/server

FROM rust:1.80 AS taken
COPY server /opt/server
RUN cd /opt/server && cargo build --release

FROM rust:1.80 AS fetched
RUN git clone https://example.org/team/app.git /team && cd /team/server && cargo build --release

# Told by an option where the crate is.
FROM rust:1.80 AS told
COPY . /app
WORKDIR /app
RUN cargo build --release --manifest-path server/Cargo.toml

FROM debian:12-slim
COPY --from=member /app/server /server
COPY --from=manifest /work/server /server
COPY --from=named /opt/server /server
COPY --from=taken /opt/server /server
COPY --from=taken /opt/target/release/server /usr/bin/
COPY --from=fetched /team/server /server
COPY --from=told /app /server
CMD ["/server/run"]
