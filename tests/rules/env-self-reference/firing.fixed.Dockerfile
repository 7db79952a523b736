FROM alpine:3.20
ENV A=/x
ENV B=$A/y
ENV C=/x \
    D=1
ENV E=${C}/y
ENV F=$C
env G=$H H=1

FROM registry.example.org/team/base:1
ENV APP_HOME=/srv
ENV PATH=$APP_HOME/bin:$PATH
ENV I=1 \
    # why
    J=$I
ONBUILD ENV K=1 L=$K
