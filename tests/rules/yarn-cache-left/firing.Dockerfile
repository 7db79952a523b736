FROM node:20
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile
#~  ^^^^^^^^^^^^ yarn-cache-left: `yarn install` keeps its cache in this layer
RUN yarn && yarn build
#~  ^^^^ yarn-cache-left: `yarn` keeps its cache in this layer
RUN yarn cache clean && yarn global add serve@14
#~                      ^^^^^^^^^^^^^^^ yarn-cache-left: `yarn global add` keeps its cache in this layer
RUN --mount=type=cache,target=/root/.npm yarn add react@18.3.1
#~                                       ^^^^^^^^ yarn-cache-left: `yarn add` keeps its cache in this layer
RUN yarn install --cache-folder /var/yarn
#~  ^^^^^^^^^^^^ yarn-cache-left: `yarn install` keeps its cache in this layer
ONBUILD RUN yarn --production
#~          ^^^^ yarn-cache-left: `yarn` keeps its cache in this layer
#~ unsafe-fix: firing.fixed.Dockerfile
