FROM golang:1.23
# It reads packages of Go, and calls `go` for that.
COPY . /src
RUN cd /src && go build -o /usr/local/bin/controller-gen .
ENTRYPOINT ["/usr/local/bin/controller-gen"]
