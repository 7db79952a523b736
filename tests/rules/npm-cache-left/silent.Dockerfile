FROM node:20 AS build
RUN npm ci

FROM node:20
RUN npm ci && npm cache clean --force
RUN npm ci && npm run build && npm cache clean -f
RUN npm ci && rm -rf /root/.npm
RUN npm ci && rm -rf ~/.npm
RUN npm ci && rm -rf ~/.npm/_cacache
RUN npm ci && rm -rf $CACHES
RUN --mount=type=cache,target=/root/.npm npm ci
RUN --mount=type=cache,target=/root npm ci
RUN --mount=type=cache,target=/npm npm ci --cache /npm
RUN --mount=type=cache,target=/npm npm_config_cache=/npm npm ci
RUN npm ci --cache /tmp/npm && rm -rf /tmp/npm
RUN npm run build && npm test && npm prune --production && npm uninstall x
RUN npm install --package-lock-only
RUN echo npm ci
COPY --from=build /app/dist /srv
RUN npm_config_cache=/npm npm ci && npm cache clean --force
RUN npm ci --cache /dev/shm/npm
