# the small one
FROM alpine:3.20
FROM alpine:3.20 as
FROM alpine:3.20 named build
FROM
  FROM alpine:3.20 \
 # inside
  AS build # words
