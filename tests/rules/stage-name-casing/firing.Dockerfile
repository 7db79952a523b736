FROM golang:1.23 AS Build
#~                  ^^^^^ stage-name-casing: the stage name `Build` has capital letters
FROM Build AS TEST
#~            ^^^^ stage-name-casing: the stage name `TEST` has capital letters
RUN --mount=type=bind,from=BUILD,target=/x true
FROM alpine:3.20
COPY --from=Build /a /a
COPY --from=build /b /b
COPY --from=0 /c /c
#~ fix: firing.fixed.Dockerfile
