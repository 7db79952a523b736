FROM debian:12
COPY id_rsa /root/.ssh/id_rsa
#~   ^^^^^^ secret-file-in-image: `id_rsa` is an ssh private key, in a layer
COPY --chown=1000 conf/.netrc home/.aws/credentials /home/app/
#~                ^^^^^^^^^^^ secret-file-in-image: `conf/.netrc` is a file of passwords, in a layer
#~                            ^^^^^^^^^^^^^^^^^^^^^ secret-file-in-image: `home/.aws/credentials` is a file of cloud credentials, in a layer
ADD .docker/config.json /root/.docker/
#~  ^^^^^^^^^^^^^^^^^^^ secret-file-in-image: `.docker/config.json` is a file of cloud credentials, in a layer
COPY .npmrc package.json ./
#~   ^^^^^^ secret-file-in-image(info): `.npmrc` may hold a registry's login, in a layer
COPY tls/server.key /etc/nginx/
#~   ^^^^^^^^^^^^^^ secret-file-in-image(warning): `tls/server.key` usually holds a private key, in a layer
ONBUILD COPY .env ./
#~           ^^^^ secret-file-in-image(warning): `.env` usually holds secrets, in a layer
RUN rm /root/.ssh/id_rsa
