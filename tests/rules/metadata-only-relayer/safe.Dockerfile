FROM node:20
COPY run.sh /run.sh
RUN chmod 755 /run.sh
#~  ^^^^^^^^^^^^^^^^^ metadata-only-relayer(info): `chmod` stores what was copied a second time
COPY conf /etc/app.conf
RUN chown 1000:1000 /etc/app.conf && npm ci
#~ fix: safe.fixed.Dockerfile
