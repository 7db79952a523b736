#~ only: variable-modifier-not-portable
ARG TAG
FROM alpine:${TAG:-3.20}
ENV A=b
ENV B=${A:+x} C=$A
RUN echo ${A-x} ${A%%b}
