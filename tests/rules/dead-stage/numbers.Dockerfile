FROM golang:1.22 AS tools
#~ 1-4 dead-stage: nothing in the file uses the stage `tools`
FROM golang:1.22 AS build
FROM debian:12
COPY --from=1 /app /app
