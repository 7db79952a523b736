FROM golang:1.22 AS tools
ARG VERSION
RUN go install golang.org/x/tools/cmd/stringer@v0.22.0 example.com/a@v1
RUN go install example.com/a@3f2c1d9e0b7a example.com/a@v0.0.0-20240101000000-abcdefabcdef
RUN go install example.com/a@$VERSION $TOOLS
RUN go build ./... && go mod download && go test ./... && go version && go generate

FROM golang:1.22
COPY . .
RUN go install ./... && go install . && go install ./cmd/server && go install -v
RUN go install example.com/mine/cmd/server && go run example.com/mine/cmd/server
RUN go run main.go && go install std && go install cmd/vet && go get ./... && go get -d -v
