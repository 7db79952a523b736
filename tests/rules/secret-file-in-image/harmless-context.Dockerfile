FROM node:22
COPY .npmrc .env tls.key ./
#~ --- .npmrc
registry=https://registry.example.org
//registry.example.org/:_authToken=${NPM_TOKEN}
#~ --- .env
PORT=80
DB_PASSWORD=
API_TOKEN=your-token
#~ --- tls.key
see the vault
