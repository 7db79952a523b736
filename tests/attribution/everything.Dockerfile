ARG TAG=latest
FROM world:$TAG AS base
MAINTAINER Somebody <a@example.org>
ARG VERSION=1.2
ARG NAME="two words"
ARG UNSET
ENV A=1 B="two words" C=$VERSION
ENV LEGACY some text here
LABEL org.example.a="x y" org.example.b=$VERSION
RUN echo "$NAME" > /one && \
    echo two   >> /one
RUN ["/bin/sh", "-c", "echo exec > /two"]
RUN true
WORKDIR /srv/app
WORKDIR sub
COPY a.txt /a.txt
COPY a.txt b.txt dest/
COPY folder /d/
COPY --chown=1000:1000 a.txt /owned
COPY *.txt ./
ADD folder /unpacked/
ADD b.txt /var/
FROM base AS other
RUN echo other > /other
FROM base
COPY --from=other /other /other
COPY --from=1 /other /other2
SHELL ["/bin/sh", "-e", "-c"]
RUN echo shell > /shell
USER 1000:1000
EXPOSE 80 443/udp
VOLUME /data /more
VOLUME ["/json"]
STOPSIGNAL SIGINT
HEALTHCHECK --interval=30s --retries=3 CMD curl -f http://localhost/ || exit 1
ONBUILD RUN echo triggered > /triggered
ONBUILD COPY . /app
ENTRYPOINT ["/bin/sh", "-c"]
CMD echo hello "world"
