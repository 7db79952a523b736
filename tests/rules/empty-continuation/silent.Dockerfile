FROM alpine:3.20

RUN true \
  # a remark
  #
    && true

RUN <<EOF
true

true \

EOF
RUN true \\

RUN true
