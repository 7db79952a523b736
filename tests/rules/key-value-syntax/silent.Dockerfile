FROM alpine:3.20
ENV A one two=3
ENV A="one two" B=one\ two C='x y' D=
LABEL "a b"="c d" e.f:g=h ${K}=v
ARG A
ARG A B=2
ENV A="b
ENV B=1
