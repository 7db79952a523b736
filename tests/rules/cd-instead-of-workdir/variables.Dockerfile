FROM node:20
ENV APP=/srv/app
RUN cd $APP && npm ci
#~  ^^^^^^^ cd-instead-of-workdir: `cd` where WORKDIR would set the directory
RUN cd ${APP}/web && npm ci
#~  ^^^^^^^^^^^^^ cd-instead-of-workdir: `cd` where WORKDIR would set the directory
RUN cd /srv/app
#~  ^^^^^^^^^^^ cd-instead-of-workdir(warning): this `cd` ends with its step, and nothing else is in it
RUN npm ci && cd ..
RUN D=/x && cd $D && npm ci
RUN cd $APP/$UNKNOWN && npm ci
#~ unsafe-fix: variables.fixed.Dockerfile
