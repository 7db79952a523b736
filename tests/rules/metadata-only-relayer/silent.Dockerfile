FROM node:20 AS build
COPY . /app
RUN chown -R node /app

FROM node:20
COPY --chown=node . /app
RUN mkdir /data && chown node /data
RUN chmod 755 /usr/local/bin/node
COPY . /srv
RUN chmod 755 /srv/run.sh
RUN chown -R "$USER" /other
