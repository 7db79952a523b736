FROM debian:12
ARG CACHE
RUN rm -rf $CACHE/*
#~         ^^^^^^^^ removal-below-empty: with an empty `CACHE` this removes `/*`
RUN rm -r "${CACHE}/lib"
#~        ^^^^^^^^^^^^^^ removal-below-empty: with an empty `CACHE` this removes `/lib`
RUN rm -rf ${NOWHERE}/
#~         ^^^^^^^^^^^ removal-below-empty: with an empty `NOWHERE` this removes `/`
ENV EMPTY=
RUN rm -rf $EMPTY/*
#~         ^^^^^^^^ removal-below-empty: with an empty `EMPTY` this removes `/*`
