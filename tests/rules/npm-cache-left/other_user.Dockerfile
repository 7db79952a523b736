FROM node:20
USER node
RUN npm ci && rm -rf /home/node/.npm
RUN --mount=type=cache,target=/home/node/.npm npm ci
