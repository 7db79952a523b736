FROM node:20 AS build
RUN yarn install

FROM node:20
RUN yarn install --frozen-lockfile && yarn cache clean
RUN yarn && yarn build && yarn cache clean --all
RUN yarn install && rm -rf /usr/local/share/.cache
RUN yarn install && rm -rf /usr/local/share/.cache/yarn/*
RUN yarn install && rm -rf ~/.cache
RUN --mount=type=cache,target=/usr/local/share/.cache yarn install
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install
RUN --mount=type=cache,target=/root/.cache/yarn yarn install
RUN --mount=type=cache,target=/root/.yarn YARN_CACHE_FOLDER=/root/.yarn yarn install
RUN --mount=type=tmpfs,target=/yarn yarn install --cache-folder=/yarn
RUN yarn install --cache-folder=/tmp/yarn && rm -rf /tmp/yarn
RUN yarn build && yarn run test && yarn --version && yarn remove react
RUN echo yarn install
COPY --from=build /app/dist /srv
RUN --mount=type=cache,target=/root/.cache/yarn YARN_CACHE_FOLDER=/var/yarn yarn install && yarn cache clean
RUN yarn install --cache-folder /dev/shm/yarn
