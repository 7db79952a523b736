FROM alpine:3.20
ARG A=x
ENV B=${A:-1} C=${A-1} D=${A:+1} E=${A+1} F=${A:?no} G=${A?no} H=${A#x} I=${A##*x} J=${A%x} K=${A%%x*} L=${A/x/y} M=${A//x/y}
RUN echo ${A^^} ${A:1:2} ${!A}
CMD echo ${A^^}
CMD ["${A^^}"]
ENV N='${A^^}' O=\${A^^}
