FROM golang:1.10
ADD . /go/src/github.com/me/mine
RUN go install github.com/me/mine/cmd/server && go get github.com/me/mine/...

FROM golang:1.10
RUN go get -d github.com/golang/protobuf/protoc-gen-go \
    && cd $GOPATH/src/github.com/golang/protobuf/ \
    && git checkout -q v1.3.0 \
    && go install github.com/golang/protobuf/protoc-gen-go
