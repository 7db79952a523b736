ARG GIT_COMMIT
FROM golang:1.22
RUN go mod download
ARG GIT_COMMIT
RUN go build -ldflags "-X main.commit=$GIT_COMMIT"
LABEL x=$GIT_COMMIT

FROM debian:12
ARG VERSION=1.2
ARG BUILD_DATE
LABEL date=$BUILD_DATE
COPY a /a

FROM debian:12
ARG BUILD_DATE
RUN build-it --date "${BUILD_DATE}"
RUN make
