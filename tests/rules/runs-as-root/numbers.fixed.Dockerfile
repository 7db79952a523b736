ARG WHO=0
FROM node:22
ARG WHO
USER node
RUN npm ci
USER ${WHO}:0
USER node
CMD ["node", "server.js"]
