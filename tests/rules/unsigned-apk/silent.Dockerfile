FROM alpine:3.20 AS build
RUN abuild -r
FROM alpine:3.20
COPY --from=build /root/packages/*.apk /tmp/
RUN apk add --no-cache --allow-untrusted /tmp/tool.apk /tmp/*.apk
RUN apk add --allow-untrusted $PACKAGES
RUN apk add --no-cache curl && echo apk add --allow-untrusted curl
