FROM alpine:3.20 AS build
RUN wget https://example.org/app-$TARGETOS-${TARGETARCH}
#~                               ^^^^^^^^^ targetarch-not-declared: `$TARGETOS` is empty here: the stage has no `ARG TARGETOS`
#~                                         ^^^^^^^^^^^^^ targetarch-not-declared: `$TARGETARCH` is empty here: the stage has no `ARG TARGETARCH`
RUN echo "$TARGETARCH"
FROM registry.example.org/team/base:1
RUN case "${BUILDPLATFORM}" in linux/*) true;; esac
#~        ^^^^^^^^^^^^^^^^ targetarch-not-declared: `$BUILDPLATFORM` is empty here: the stage has no `ARG BUILDPLATFORM`
#~ unsafe-fix: firing.fixed.Dockerfile
