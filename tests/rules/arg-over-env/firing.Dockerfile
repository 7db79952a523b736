FROM alpine:3.20 AS base
ENV MODE=release LEVEL=1
ARG MODE=debug
#~  ^^^^ arg-over-env: builders disagree whether this ARG hides the ENV of that name
RUN echo $MODE

FROM base
ARG LEVEL
#~  ^^^^^ arg-over-env: builders disagree whether this ARG hides the ENV of that name
RUN echo $LEVEL
