FROM alpine:3.20
ENV A=one
ENV B="one two"
env C="one two"
ENV D="one two  three f\$o\"u\\r d \" \$x"
ENV E="$A-${B:-none} ${C}"
ENV F="a=b c=d"
ENV G=it\ is
ENV H="a bc d"
ENV I="x	y"
LABEL maintainer="Jo Field <jo@example.org>"
LABEL org.example.text="some text"
ENV J="one \
  two \
  # a remark
    three"
ONBUILD ENV K="a b"
ENV L=C:\\dir\\x
ENV M='one two'
ENV N="a#b #c"
