FROM node:20
COPY . /srv/app
RUN chown -R node:node /srv/app
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ metadata-only-relayer: `chown` stores what was copied a second time
COPY run.sh /run.sh
RUN chmod +x /run.sh
#~  ^^^^^^^^^^^^^^^^ metadata-only-relayer(info): `chmod` stores what was copied a second time
COPY start.sh /usr/local/bin/
RUN npm ci && chmod 0755 /usr/local/bin/start.sh && echo done
#~            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ metadata-only-relayer(info): `chmod` stores what was copied a second time
COPY data /data
RUN useradd app && chown -R app /data
#~                 ^^^^^^^^^^^^^^^^^^ metadata-only-relayer: `chown` stores what was copied a second time
COPY a.txt b.txt /x/
RUN chown 1000:1000 /x/a.txt
#~  ^^^^^^^^^^^^^^^^^^^^^^^^ metadata-only-relayer(info): `chown` stores what was copied a second time
WORKDIR /app
COPY . .
RUN chown -R 1000:1000 /app
#~  ^^^^^^^^^^^^^^^^^^^^^^^ metadata-only-relayer: `chown` stores what was copied a second time
#~ unsafe-fix: firing.fixed.Dockerfile
