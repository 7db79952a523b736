ARG VERSION=1
FROM alpine:3.20 AS build
COPY app-$VERSION.tar /tmp/
#~       ^^^^^^^^ undefined-variable: `$VERSION` is not set here: it becomes nothing
COPY other-${VERSION}.tar /tmp/app-${TARGETARCH}.tar
#~         ^^^^^^^^^^ undefined-variable: `$VERSION` is not set here: it becomes nothing
#~                                 ^^^^^^^^^^^^^ undefined-variable: `$TARGETARCH` is not set here: it becomes nothing
ENV APP_HOME=/srv
WORKDIR $APP_HOMR
#~      ^^^^^^^^^ undefined-variable: `$APP_HOMR` is not set here: it becomes nothing
LABEL b=$later
#~      ^^^^^^ undefined-variable: `$later` is not set here: it becomes nothing
ARG later=1
ENV LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH
#~                     ^^^^^^^^^^^^^^^^ undefined-variable(info): `$LD_LIBRARY_PATH` is not set here: it adds nothing
COPY <<EOF /etc/app.sh
echo $name ${name}
#~   ^^^^^ undefined-variable: `$name` is not set here: it becomes nothing
EOF

FROM registry.example.org/team/base:1
USER $VERSION
#~   ^^^^^^^^ undefined-variable: `$VERSION` is not set here: it becomes nothing
ADD app-$BUILDARCH.tar /tmp/
#~      ^^^^^^^^^^ undefined-variable: `$BUILDARCH` is not set here: it becomes nothing
LABEL where=$PWD
#~          ^^^^ undefined-variable: `$PWD` is not set here: it becomes nothing

FROM python:3.12
WORKDIR $HOME/app
#~      ^^^^^ undefined-variable: `$HOME` is not set here: it becomes nothing
ENV PYTHONPATH=$PYTHONPATH:/app
#~             ^^^^^^^^^^^ undefined-variable(info): `$PYTHONPATH` is not set here: it adds nothing
#~ unsafe-fix: firing.fixed.Dockerfile
