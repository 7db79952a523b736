FROM alpine:3.20
ONBUILD FROM debian:12
#~      ^^^^ onbuild-forbidden-trigger: ONBUILD cannot trigger FROM
ONBUILD onbuild RUN true
#~      ^^^^^^^ onbuild-forbidden-trigger: ONBUILD cannot trigger ONBUILD
onbuild maintainer me
#~      ^^^^^^^^^^ onbuild-forbidden-trigger: ONBUILD cannot trigger MAINTAINER
ONBUILD \
  ONBUILD ONBUILD RUN true
#~^^^^^^^ onbuild-forbidden-trigger: ONBUILD cannot trigger ONBUILD
