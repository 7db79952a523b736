ARG NODE_VERSION=22
ARG BUILD=1
#~ note: expanded by the shell, not by the builder
FROM alpine:3.20
RUN echo $NAME
CMD echo $NAME
ENTRYPOINT ["echo", "$NAME"]
HEALTHCHECK CMD test -n "$NAME"
#~ note: what happens without a value is written
COPY a${NAME:-x} b${NAME-} c${NAME:+y} d${NAME+y} /tmp/
#~ note: no variable
LABEL price='$NAME' cost="\$NAME" dollar=$
COPY <<'EOF' /run.sh
echo $NAME
EOF
#~ note: PATH is always there, an ARG without a default may be given
ENV PATH=/opt/bin:$PATH
ARG GIVEN
LABEL a=$GIVEN b=$PATH
ARG SELF=$SELF
ONBUILD COPY $NAME /

#~ note: of the base image, which may set more than is known
FROM golang:1.23
COPY . $GOPATH/src
FROM registry.example.org/team/base:1
COPY . $APP_HOME

#~ note: from the stage below
FROM alpine:3.20 AS below
ARG INHERITED=1
ENV ALSO=2
FROM below
LABEL x=$INHERITED y=$ALSO
FROM registry.example.org/team/node:$NODE_VERSION
LABEL v=$NODE_VERSION
FROM python:3.12
LABEL v=$PYTHON_VERSION.$PYTHON_PIP_VERSION
#~ note: a rule of its own
FROM alpine:3.20
ENV a=1 b=$a
