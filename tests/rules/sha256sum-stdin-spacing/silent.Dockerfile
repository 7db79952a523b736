FROM alpine:3.20
ARG SUM
RUN echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  /a" | sha256sum -c -
RUN echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad */a" | sha256sum -c -
RUN echo "${SUM}  /a" | sha256sum -c && sha256sum -c /sums && sha256sum /a
RUN echo "hello world" | sha256sum
RUN echo "$SUM" | sha256sum -c -
FROM debian:12
RUN echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad /a" | sha256sum -c -
FROM example.com/own
RUN echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad /a" | sha256sum -c -
