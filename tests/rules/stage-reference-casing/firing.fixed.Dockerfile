FROM golang:1.23 AS build
FROM build AS test
FROM alpine:3.20
COPY --from=build /out/app /usr/bin/app
RUN --mount=type=bind,from=build,target=/src cp /src/out/x /x
