FROM node:20
RUN cd /srv/app && npm ci
#~  ^^^^^^^^^^^ cd-instead-of-workdir: `cd` where WORKDIR would set the directory
WORKDIR /app
RUN cd /app && npm ci
#~  ^^^^^^^ cd-instead-of-workdir: `cd` to the directory in which the step starts
RUN cd client && \
#~  ^^^^^^^^^ cd-instead-of-workdir: `cd` where WORKDIR would set the directory
    npm ci && \
    npm run build
WORKDIR /other
RUN cd "/with blank" && make
#~  ^^^^^^^^^^^^^^^^ cd-instead-of-workdir: `cd` where WORKDIR would set the directory
RUN cd /app \
#~  ^^^^^^^ cd-instead-of-workdir: `cd` where WORKDIR would set the directory
    && make
#~ unsafe-fix: firing.fixed.Dockerfile
