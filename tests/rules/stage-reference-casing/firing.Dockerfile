FROM golang:1.23 AS build
FROM BUILD AS test
#~   ^^^^^ stage-reference-casing: the stage is called `build`, in other letters
FROM alpine:3.20
COPY --from=Build /out/app /usr/bin/app
#~          ^^^^^ stage-reference-casing: the stage is called `build`, in other letters
RUN --mount=type=bind,from=bUILD,target=/src cp /src/out/x /x
#~                         ^^^^^ stage-reference-casing: the stage is called `build`, in other letters
#~ fix: firing.fixed.Dockerfile
