FROM golang:1.23
RUN go build -o /bin/server .
CMD ["./start.sh"]
