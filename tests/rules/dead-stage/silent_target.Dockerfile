#~ args: --target tools
FROM golang:1.22 AS tools
RUN go install example.org/tool@v1.2.3

FROM debian:12
CMD ["bash"]
