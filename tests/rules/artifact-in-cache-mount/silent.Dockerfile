FROM rust:1.80 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/src/target cargo build --release && cp target/release/app /app
FROM debian:12
COPY --from=build /app /usr/local/bin/app

FROM rust:1.80 AS twice
WORKDIR /src
RUN --mount=type=cache,target=/src/target cargo build
RUN cargo build --release
FROM debian:12
COPY --from=twice /src/target/release/app /app

FROM maven:3 AS java
RUN --mount=type=cache,target=/root/.m2 mvn package
FROM debian:12
COPY --from=java /root/.m2x/app.jar /app.jar

FROM maven:3 AS filled
COPY repo /root/.m2/repo
RUN --mount=type=cache,target=/root/.m2 mvn package
FROM debian:12
COPY --from=filled /root/.m2/repo /repo
