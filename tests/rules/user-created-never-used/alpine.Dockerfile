FROM alpine:3.20
RUN addgroup -S app && adduser -S -G app app \
#~                                       ^^^ user-created-never-used: the account `app` is made and never switched to
 && adduser app www-data
ENTRYPOINT ["/usr/bin/app"]
#~ unsafe-fix: alpine.fixed.Dockerfile
