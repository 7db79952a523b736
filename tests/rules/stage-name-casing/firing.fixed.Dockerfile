FROM golang:1.23 AS build
FROM build AS test
RUN --mount=type=bind,from=build,target=/x true
FROM alpine:3.20
COPY --from=build /a /a
COPY --from=build /b /b
COPY --from=0 /c /c
