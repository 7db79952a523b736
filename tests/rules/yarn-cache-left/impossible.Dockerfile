FROM node:20
RUN bash -c "yarn install"
#~           ^^^^^^^^^^^^ yarn-cache-left: `yarn install` keeps its cache in this layer
RUN yarn install || true
#~  ^^^^^^^^^^^^ yarn-cache-left: `yarn install` keeps its cache in this layer
