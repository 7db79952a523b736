FROM alpine:3.20 AS app
FROM alpine:3.20
COPY --from=app /a /b
COPY --from=0 /a /b
#~ note: the stage has no name, so this is the image
FROM nginx:1.27
COPY --from=nginx /a /b
FROM busybox:1.36 AS busybox2
COPY --from=busybox:1.36 /bin/busybox /bin/
#~ note: the names are those of the file that builds on this one
ONBUILD COPY --from=app /a /b
