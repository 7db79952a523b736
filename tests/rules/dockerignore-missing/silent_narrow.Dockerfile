FROM node:20
COPY src /app
#~ --- .git/HEAD
ref: refs/heads/main
#~ --- src/index.js
1
