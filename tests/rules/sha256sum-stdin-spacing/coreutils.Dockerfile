FROM alpine:3.20
RUN apk add --no-cache coreutils && echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad /a" | sha256sum -c -
