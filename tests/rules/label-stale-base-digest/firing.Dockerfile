FROM debian:12 AS build
FROM build
LABEL org.opencontainers.image.base.digest="sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d"
#~                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ label-stale-base-digest: a digest of the base is claimed, but FROM names a tag that moves
FROM debian:12@sha256:00004f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d
LABEL org.opencontainers.image.base.digest="sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d"
#~                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ label-stale-base-digest: the label claims another digest of the base than FROM names
