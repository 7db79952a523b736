FROM alpine:3.20
ADD rootfs /
#~ 1-3 add-instead-of-copy: ADD copies plain files here, as COPY does
#~ unsafe-fix: unsafe.fixed.Dockerfile
