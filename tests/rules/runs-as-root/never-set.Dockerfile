FROM golang:1.23 AS build
USER nobody
RUN go build -o /app .
FROM scratch
#~ 1-4 runs-as-root(info): the image runs as root: no USER is set
COPY --from=build /app /app
ENTRYPOINT ["/app"]
