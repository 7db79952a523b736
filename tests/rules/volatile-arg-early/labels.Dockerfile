FROM debian:12
ARG BUILD_DATE
#~  ^^^^^^^^^^ volatile-arg-early: each new `BUILD_DATE` runs 1 step again that does not use it
ARG VCS_REF
#~  ^^^^^^^ volatile-arg-early: each new `VCS_REF` runs 1 step again that does not use it
LABEL org.label-schema.build-date=$BUILD_DATE \
      org.label-schema.vcs-ref=$VCS_REF
RUN apt-get update && apt-get install -y curl
CMD ["curl"]
#~ fix: labels.fixed.Dockerfile
