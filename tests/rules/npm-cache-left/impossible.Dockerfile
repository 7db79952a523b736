FROM node:20
RUN bash -c "npm ci"
#~           ^^^^^^ npm-cache-left: `npm ci` keeps its cache in this layer
RUN npm ci || true
#~  ^^^^^^ npm-cache-left: `npm ci` keeps its cache in this layer
