FROM node:20
ENV APP=/srv/app
WORKDIR $APP
RUN npm ci
WORKDIR /
WORKDIR ${APP}/web
RUN npm ci
WORKDIR /srv/app
RUN npm ci && cd ..
RUN D=/x && cd $D && npm ci
RUN cd $APP/$UNKNOWN && npm ci
