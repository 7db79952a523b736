#~ args: --label revision=hash
ARG REVISION
FROM alpine:3.20
ARG REVISION
LABEL revision=$REVISION
LABEL revision="4f0c2d9" revision="4f0c2d9e1b" revision="24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d"
LABEL org.opencontainers.image.revision="r1234" other="main"
