FROM alpine:3.20
ENV A="one two three"
ENV A
ENV A=1 =2
ENV =1
LABEL a="b c" d="e f"
LABEL a="b" c
ARG =1
ENV A=1 \
  B 2
