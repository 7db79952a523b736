FROM alpine:3.20
RUN true
RUN false
RUN <<EOS
run it
EOS
ONBUILD RUN true
CMD ["true"]
