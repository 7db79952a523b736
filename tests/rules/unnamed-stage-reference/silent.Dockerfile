FROM golang:1.23 AS build
FROM debian:12
COPY --from=build /a /a
COPY --from=5 /a /a
COPY --from=1 /a /a
COPY --from=tool:0 /a /a
RUN --mount=type=bind,from=build,target=/x true
#~ note: the names are those of the file that builds on this one
ONBUILD COPY --from=1 /c /c
