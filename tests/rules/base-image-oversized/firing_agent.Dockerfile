FROM golang:1.23
#~   ^^^^^^^^^^^ base-image-oversized: the tools that build stay in the image that runs
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/agent .
ENTRYPOINT ["agent"]
