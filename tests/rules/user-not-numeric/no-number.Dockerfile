FROM node:22
USER node
#~   ^^^^ user-not-numeric: `node` is a name, which Kubernetes cannot check
CMD ["node", "server.js"]
