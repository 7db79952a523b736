FROM golang:1.22
RUN go install golang.org/x/tools/cmd/stringer@latest
#~             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `@latest` of `golang.org/x/tools/cmd/stringer` is no fixed version
RUN go install example.com/a@v1.2.3 example.com/b@main example.com/c@master
#~                                  ^^^^^^^^^^^^^^^^^^ go-install-unpinned: `@main` of `example.com/b` is no fixed version
#~                                                     ^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `@master` of `example.com/c` is no fixed version
RUN go get -u github.com/golang/lint/golint
#~            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `github.com/golang/lint/golint` without a version
RUN go install github.com/golang/lint/golint
#~             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `github.com/golang/lint/golint` without a version
RUN go run github.com/golang/lint/golint@latest ./...
#~         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `@latest` of `github.com/golang/lint/golint` is no fixed version
RUN ["go", "install", "example.com/a@latest"]
#~                     ^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `@latest` of `example.com/a` is no fixed version
RUN CGO_ENABLED=0 GOBIN=/bin go install -ldflags "-s -w" example.com/a@latest
#~                                                       ^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `@latest` of `example.com/a` is no fixed version
ONBUILD RUN go install example.com/a@latest
#~                     ^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `@latest` of `example.com/a` is no fixed version
RUN go get -u github.com/golang/dep && ls $GOPATH/src/github.com/golang/dep
#~            ^^^^^^^^^^^^^^^^^^^^^ go-install-unpinned: `github.com/golang/dep` without a version
