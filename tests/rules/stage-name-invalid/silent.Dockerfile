FROM alpine:3.20 AS a
FROM alpine:3.20 AS Build-1.2_x
FROM alpine:3.20 as \
  c
