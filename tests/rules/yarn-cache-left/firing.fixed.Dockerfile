FROM node:20
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile && yarn cache clean
RUN yarn && yarn build && yarn cache clean
RUN yarn cache clean && yarn global add serve@14 && yarn cache clean
RUN --mount=type=cache,target=/root/.npm yarn add react@18.3.1 && yarn cache clean
RUN yarn install --cache-folder /var/yarn && rm -rf /var/yarn
ONBUILD RUN yarn --production && yarn cache clean
