#~ args: --label team=text
FROM alpine:3.20
LABEL team="harbour" other="x"
