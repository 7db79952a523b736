FROM alpine:3.20
RUN addgroup -S app && adduser -S -G app app \
 && adduser app www-data
USER app
ENTRYPOINT ["/usr/bin/app"]
