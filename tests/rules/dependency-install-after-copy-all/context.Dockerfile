FROM node:20
WORKDIR /app
COPY --chown=node . .
RUN npm ci
#~  ^^^^^^ dependency-install-after-copy-all: `npm ci` runs anew with each change of any file
RUN npm run build
#~ unsafe-fix: context.fixed.Dockerfile
#~ --- package.json
{}
#~ --- package-lock.json
{}
#~ --- server.js
1
