FROM node:20
COPY package.json package-lock.json ./
RUN npm ci
#~  ^^^^^^ npm-cache-left: `npm ci` keeps its cache in this layer
RUN npm install && npm run build
#~  ^^^^^^^^^^^ npm-cache-left: `npm install` keeps its cache in this layer
RUN npm cache clean --force && npm install -g pm2@5.4.2
#~                             ^^^^^^^^^^^ npm-cache-left: `npm install` keeps its cache in this layer
RUN npm ci && npm cache verify
#~  ^^^^^^ npm-cache-left: `npm ci` keeps its cache in this layer
RUN --mount=type=cache,target=/usr/local/share/.cache npm i --omit=dev
#~                                                    ^^^^^ npm-cache-left: `npm install` keeps its cache in this layer
RUN set -eux; \
    npm ci; \
#~  ^^^^^^ npm-cache-left: `npm ci` keeps its cache in this layer
    npm run build
RUN npm ci --cache /var/npm
#~  ^^^^^^ npm-cache-left: `npm ci` keeps its cache in this layer
ONBUILD RUN npm install
#~          ^^^^^^^^^^^ npm-cache-left: `npm install` keeps its cache in this layer
#~ unsafe-fix: firing.fixed.Dockerfile
