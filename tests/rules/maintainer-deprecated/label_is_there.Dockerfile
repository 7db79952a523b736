FROM alpine:3.20
LABEL org.opencontainers.image.authors="Jo"
MAINTAINER Jo
#~ 1-10 maintainer-deprecated: MAINTAINER is deprecated in favour of a label
#~ unsafe-fix: label_is_there.fixed.Dockerfile
