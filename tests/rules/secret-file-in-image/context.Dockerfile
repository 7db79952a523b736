FROM node:22
COPY .npmrc ./
#~   ^^^^^^ secret-file-in-image: `.npmrc` holds a registry login, in a layer
COPY .env ./
#~   ^^^^ secret-file-in-image: `.env` holds secrets, in a layer
COPY app /srv/app
#~   ^^^ secret-file-in-image: `app/keys/id_ed25519` holds a private key, in a layer
COPY lib /srv/lib
#~ --- .npmrc
registry=https://registry.example.org
//registry.example.org/:_authToken=0a1b2c3d4e5f
#~ --- .env
PORT=80
DB_PASSWORD=tiger-lily-9
#~ --- app/keys/id_ed25519
-----BEGIN OPENSSH PRIVATE KEY-----
#~ --- lib/test.js
ok
