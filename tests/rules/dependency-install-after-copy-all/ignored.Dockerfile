FROM node:20
WORKDIR /app
COPY . /app
RUN npm ci
#~  ^^^^^^ dependency-install-after-copy-all: `npm ci` runs anew with each change of any file
#~ unsafe-fix: ignored.fixed.Dockerfile
#~ --- package.json
{}
#~ --- node_modules/a/index.js
1
#~ --- .dockerignore
node_modules
