FROM node:22
USER node
#~   ^^^^ user-not-numeric: `node` is a name: Kubernetes cannot tell that it is not root
CMD ["node", "server.js"]
