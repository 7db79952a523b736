FROM golang:1.23
RUN go install github.com/air-verse/air@v1.52.0
RUN go build -o /bin/server .
CMD ["air"]
