#~ note: `--target binary --output DIR` hands the files out
FROM golang:1.25 AS build
RUN go build -o /out/app .

FROM scratch AS binary
COPY --from=build /out/app /

FROM debian:12
COPY --from=build /out/app /usr/local/bin/app
