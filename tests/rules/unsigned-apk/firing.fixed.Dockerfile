FROM alpine:3.20
RUN apk add --no-cache -X https://example.com/alpine tool
RUN wget -q https://example.com/glibc-2.35.apk && apk add glibc-2.35.apk
RUN curl -fsSLo /tmp/g.apk https://example.com/g.apk
RUN apk --no-cache add /tmp/g.apk
RUN apk upgrade
