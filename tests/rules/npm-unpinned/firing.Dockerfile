FROM node:20
RUN npm install -g pm2
#~                 ^^^ npm-unpinned: `pm2` without a version
RUN npm i express lodash @nestjs/cli typescript@5.5.3
#~        ^^^^^^^ npm-unpinned: `express` and 2 more without a version
RUN npm install -g npm@latest
#~                 ^^^^^^^^^^ npm-unpinned: `npm@latest` follows a tag, which is no version
RUN npm add --save-dev @types/node@next
#~                     ^^^^^^^^^^^^^^^^ npm-unpinned: `@types/node@next` follows a tag, which is no version
RUN npm install expressjs/express
#~              ^^^^^^^^^^^^^^^^^ npm-unpinned: `expressjs/express` without a version
RUN yarn add react && yarn global add serve && pnpm add -g tsx
#~           ^^^^^ npm-unpinned: `react` without a version
#~                                    ^^^^^ npm-unpinned: `serve` without a version
#~                                                         ^^^ npm-unpinned: `tsx` without a version
RUN ["npm", "install", "-g", "pm2"]
#~                            ^^^ npm-unpinned: `pm2` without a version
RUN npm install \
      --global \
      grunt-cli \
#~    ^^^^^^^^^ npm-unpinned: `grunt-cli` and `bower` without a version
      bower
ONBUILD RUN npm install -g pm2
#~                         ^^^ npm-unpinned: `pm2` without a version
