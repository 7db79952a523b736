FROM debian:12
RUN apt-get update && apt-get install -y curl
ARG VCS_REF
ARG BUILD_DATE
LABEL org.label-schema.build-date=$BUILD_DATE \
      org.label-schema.vcs-ref=$VCS_REF
CMD ["curl"]
