FROM node:20
COPY package.json /app/
COPY . /app
#~   ^ dockerignore-missing: without a .dockerignore this takes `node_modules` and more along
COPY . /again
#~ --- .git/HEAD
ref: refs/heads/main
#~ --- node_modules/a/index.js
module.exports = 1234567890
#~ --- lib/.DS_Store
x
