FROM alpine:3.20
RUN apk add --virtual .build-deps --no-cache gcc musl-dev && cc -o /app app.c && apk del .build-deps
