FROM debian:12
COPY id_rsa /root/.ssh/id_rsa
#~   ^^^^^^ secret-file-in-image: `id_rsa` brings an ssh private key into a layer
COPY --chown=1000 conf/.netrc home/.aws/credentials /home/app/
#~                ^^^^^^^^^^^ secret-file-in-image: `conf/.netrc` brings a file of passwords into a layer
#~                            ^^^^^^^^^^^^^^^^^^^^^ secret-file-in-image: `home/.aws/credentials` brings a file of cloud credentials into a layer
ADD .docker/config.json /root/.docker/
#~  ^^^^^^^^^^^^^^^^^^^ secret-file-in-image: `.docker/config.json` brings a file of cloud credentials into a layer
COPY .npmrc package.json ./
#~   ^^^^^^ secret-file-in-image(warning): `.npmrc` brings a file that usually holds secrets into a layer
COPY tls/server.key /etc/nginx/
#~   ^^^^^^^^^^^^^^ secret-file-in-image(warning): `tls/server.key` brings a file that usually holds a private key into a layer
ONBUILD COPY .env ./
#~           ^^^^ secret-file-in-image(warning): `.env` brings a file that usually holds secrets into a layer
RUN rm /root/.ssh/id_rsa
