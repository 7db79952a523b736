FROM golang:1.23 AS build
RUN go build -o /server .
FROM gcr.io/distroless/static-debian12
COPY --from=build /server /server
CMD ["/server"]
