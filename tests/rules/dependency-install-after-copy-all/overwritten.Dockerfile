FROM node:20
WORKDIR /app
COPY . .
RUN npm ci
#~  ^^^^^^ dependency-install-after-copy-all: `npm ci` runs anew with each change of any file
#~ --- package.json
{}
#~ --- node_modules/a/index.js
1
