FROM golang:1.23
COPY script/tmpmount /
COPY . /src
RUN go install /src/cmd/shfmt
ENTRYPOINT ["/tmpmount"]
