FROM debian:12
ARG GIT_COMMIT
#~  ^^^^^^^^^^ volatile-arg-early: each new `GIT_COMMIT` runs 1 step again that does not use it
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
LABEL org.opencontainers.image.revision=$GIT_COMMIT

FROM debian:12
ARG BUILD_DATE
#~  ^^^^^^^^^^ volatile-arg-early: each new `BUILD_DATE` runs 2 steps again that do not use it
LABEL date=$BUILD_DATE
RUN mkdir /x
COPY a /a
RUN echo a
CMD ["a"]

FROM golang:1.22
ARG COMMIT_SHA=unknown
#~  ^^^^^^^^^^ volatile-arg-early: each new `COMMIT_SHA` runs 1 step again that does not use it
RUN go mod download
RUN go build -ldflags "-X main.commit=$COMMIT_SHA"

FROM debian:12
ARG BUILD_NUMBER
#~  ^^^^^^^^^^^^ volatile-arg-early: each new `BUILD_NUMBER` runs 1 step again that does not use it
RUN mkdir /x
ENV N=$BUILD_NUMBER
#~ unsafe-fix: firing.fixed.Dockerfile
