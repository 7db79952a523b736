FROM alpine:3.20
RUN true && \
  # a remark
    true
ENV A=1 \
    B=2
RUN true \
USER nobody
