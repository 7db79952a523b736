ARG WHO=0
FROM node:22
ARG WHO
USER node
RUN npm ci
USER ${WHO}:0
#~   ^^^^^^^^ runs-as-root: the last USER is root: so is what the container runs
CMD ["node", "server.js"]
