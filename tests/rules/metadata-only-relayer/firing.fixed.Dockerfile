FROM node:20
COPY --chown=node:node . /srv/app
COPY --chmod=755 run.sh /run.sh
COPY --chmod=0755 start.sh /usr/local/bin/
RUN npm ci && echo done
COPY data /data
RUN useradd app && chown -R app /data
COPY a.txt b.txt /x/
RUN chown 1000:1000 /x/a.txt
WORKDIR /app
COPY --chown=1000:1000 . .
