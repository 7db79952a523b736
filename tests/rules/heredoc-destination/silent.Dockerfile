FROM alpine:3.20
COPY <<A <<B /x/
1
A
2
B
RUN <<A <<B
1
A
2
B
