ARG WHO=app
FROM python:3.12 AS build
ARG WHO
RUN useradd --system ${WHO}
USER $WHO
RUN id
FROM debian:12 AS packages
RUN apt-get update && apt-get install -y postgresql
USER postgres
FROM node:22 AS official
USER node
FROM alpine:3.20 AS standard
USER guest
FROM alpine:3.20 AS script
COPY setup.sh /setup.sh
RUN /setup.sh
USER app
FROM example.org/base:1 AS unknown
USER app
FROM debian:12 AS copied
COPY --from=build /etc/passwd /etc/passwd
USER app
FROM alpine:3.20 AS written
RUN echo "app:x:1000:1000::/:/sbin/nologin" >> /etc/passwd
USER app
FROM build AS child
USER app
FROM alpine:3.20 AS never-looked-up
USER app
FROM scratch
COPY --from=never-looked-up /a /a
COPY --from=build / /
COPY --from=packages /a /a
COPY --from=official /a /b
COPY --from=standard /a /c
COPY --from=script /a /d
COPY --from=unknown /a /e
COPY --from=copied /a /f
COPY --from=written /a /g
COPY --from=child /a /h
USER 1000:app
RUN ["/app"]
USER app
