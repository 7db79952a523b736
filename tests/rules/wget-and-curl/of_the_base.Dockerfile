FROM alpine:3.20
RUN apk add --no-cache curl
RUN wget -q https://example.com/b && curl -fsSLo /a https://example.com/a
RUN echo wget
