FROM alpine:3.20
ENV A=one
ENV B="one two"
ENV C=one
LABEL d="two words"
