FROM node:20
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
RUN npm install && npm run build && npm cache clean --force
RUN npm cache clean --force && npm install -g pm2@5.4.2 && npm cache clean --force
RUN npm ci && npm cache verify && npm cache clean --force
RUN --mount=type=cache,target=/usr/local/share/.cache npm i --omit=dev && npm cache clean --force
RUN set -eux; \
    npm ci; \
    npm run build; \
    npm cache clean --force
RUN npm ci --cache /var/npm && rm -rf /var/npm
ONBUILD RUN npm install && npm cache clean --force
