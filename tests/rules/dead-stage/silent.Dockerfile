FROM golang:1.22 AS tools
RUN go install example.org/tool@v1.2.3

FROM tools AS unit-test
RUN go test ./...

FROM scratch AS base
FROM base AS mid

FROM mid
COPY --from=tools /go/bin/tool /tool
