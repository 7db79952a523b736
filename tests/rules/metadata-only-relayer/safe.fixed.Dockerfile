FROM node:20
COPY --chmod=755 run.sh /run.sh
COPY conf /etc/app.conf
RUN chown 1000:1000 /etc/app.conf && npm ci
