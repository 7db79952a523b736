FROM alpine:3.20 AS one
from alpine:3.20 as two
FROM alpine:3.20 AS three
FROM --platform=linux/amd64 alpine:3.20 \
  AS four
