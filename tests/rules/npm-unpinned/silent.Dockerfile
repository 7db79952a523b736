FROM node:20
ARG CLI=1.0.0
RUN npm install && npm ci && npm i --omit=dev && npm install --prefix /srv
RUN npm install -g pm2@5.4.2 @nestjs/cli@10.3.2 npm@10
RUN npm install lodash@^4 express@~4.19 react@'>=18 <19'
RUN npm install -g @angular/cli@${CLI} $PACKAGES
RUN npm install ./lib ../other /src/pkg.tgz lib-1.0.0.tgz file:lib
RUN npm install https://example.org/lib.tgz
RUN npm install git+https://github.com/expressjs/express.git#4.19.2 expressjs/express#4.19.2
RUN yarn && yarn install --frozen-lockfile && yarn add react@18.3.1
RUN pnpm install --frozen-lockfile && pnpm add tsx@4.16.2
RUN npm run install && npm test && npm uninstall pm2 && echo npm install pm2
