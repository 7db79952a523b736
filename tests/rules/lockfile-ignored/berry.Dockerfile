FROM node:20
COPY package.json yarn.lock .yarnrc.yml ./
RUN yarn install
#~  ^^^^^^^^^^^^ lockfile-ignored: `yarn install` may take other versions than yarn.lock names
#~ unsafe-fix: berry.fixed.Dockerfile
