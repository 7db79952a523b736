FROM golang:1.23 AS dev
COPY . /src
RUN go build -o /bin/server /src
CMD ["server"]
