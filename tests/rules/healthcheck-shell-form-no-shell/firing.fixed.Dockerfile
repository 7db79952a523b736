FROM golang:1.22 AS build
RUN go build -o /out/server .

FROM scratch
COPY --from=build /out/server /server
HEALTHCHECK --interval=5s CMD ["/server", "--check"]
CMD ["/server"]

FROM gcr.io/distroless/static-debian12
COPY --from=build /out/server /server
HEALTHCHECK CMD ["/server", "--check"]
CMD ["/server"]

FROM scratch
COPY --from=build /out/server /server
HEALTHCHECK CMD test -f $FILE
