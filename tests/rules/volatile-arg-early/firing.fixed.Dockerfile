FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
ARG GIT_COMMIT
LABEL org.opencontainers.image.revision=$GIT_COMMIT

FROM debian:12
RUN mkdir /x
COPY a /a
RUN echo a
ARG BUILD_DATE
LABEL date=$BUILD_DATE
CMD ["a"]

FROM golang:1.22
RUN go mod download
ARG COMMIT_SHA=unknown
RUN go build -ldflags "-X main.commit=$COMMIT_SHA"

FROM debian:12
RUN mkdir /x
ARG BUILD_NUMBER
ENV N=$BUILD_NUMBER
