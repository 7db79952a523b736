FROM node:20
COPY . /app
#~ --- lib/node_modules/a/index.js
1
