FROM alpine:3.20
LABEL version="1.5.0" \
      other="x"
LABEL team="tugs"
