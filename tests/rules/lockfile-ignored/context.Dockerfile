FROM node:20
COPY . .
RUN npm install
#~  ^^^^^^^^^^^ lockfile-ignored: `npm install` may take other versions than package-lock.json names
RUN yarn install
#~ unsafe-fix: context.fixed.Dockerfile
#~ --- package.json
{}
#~ --- package-lock.json
{}
