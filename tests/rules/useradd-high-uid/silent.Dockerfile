FROM debian:12 AS build
RUN useradd -u 1000120000 app

FROM alpine:3.20 AS small
RUN apk add --no-cache shadow && useradd -u 1000120000 app

FROM debian:12
ARG UID
ARG LOW=1000
RUN useradd -u 65532 app && useradd -u 10001 app && useradd app
RUN useradd -l -u 1000120000 app && useradd --no-log-init --uid 1000120000 app
RUN useradd -lmu 1000120000 app
RUN useradd -u $UID app && useradd -u $LOW app && useradd -u "$(id -u)" app
RUN useradd -D -e 100000000 && usermod -u 1000120000 app && adduser --uid 200000 app
RUN groupadd -g 1000120000 app
COPY --from=build /etc/passwd /etc/passwd
