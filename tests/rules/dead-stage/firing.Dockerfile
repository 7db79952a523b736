FROM golang:1.22 AS tools
#~ 1-4 dead-stage: nothing in the file uses the stage `tools`
RUN go install example.org/tool@v1.2.3

# the second
FROM debian:12 AS other
#~ 1-4 dead-stage: nothing in the file uses the stage `other`
RUN make

FROM debian:12
#~ 1-4 dead-stage: nothing uses this stage
RUN echo hello

FROM debian:12
CMD ["bash"]
#~ unsafe-fix: firing.fixed.Dockerfile
