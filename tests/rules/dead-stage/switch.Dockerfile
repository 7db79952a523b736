#~ note: `--build-arg SOURCE=archive` takes the other one
ARG SOURCE=build
FROM golang:1.25 AS build
RUN go build -o /out/app .

FROM debian:12 AS archive
ADD app.tar.gz /out/

FROM ${SOURCE} AS source

FROM debian:12
COPY --from=source /out/app /usr/local/bin/app
