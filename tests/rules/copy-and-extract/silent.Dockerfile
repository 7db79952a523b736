FROM debian:12 AS build
COPY src.tar.gz /tmp/
RUN tar -xzf /tmp/src.tar.gz -C /src

FROM debian:12
ADD app.tar.gz /opt/
COPY data.tar.gz /srv/data.tar.gz
COPY *.tar /tmp/
RUN tar -tf /tmp/a.tar && tar -cf /srv/b.tar /opt
RUN --mount=type=bind,source=x.tgz,target=/tmp/x.tgz tar -xf /tmp/x.tgz
ARG NAME
COPY ${NAME}.tar.gz /tmp/
RUN tar -xf /tmp/${NAME}.tar.gz
COPY --from=build /out /out
