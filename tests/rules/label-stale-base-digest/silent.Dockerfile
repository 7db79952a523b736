ARG DIGEST
FROM debian:12@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d AS pinned
LABEL org.opencontainers.image.base.digest="sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d"
FROM debian:12
ARG DIGEST
LABEL org.opencontainers.image.base.digest=$DIGEST
LABEL org.opencontainers.image.base.digest=""
