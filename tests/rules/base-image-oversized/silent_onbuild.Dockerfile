FROM node:4-onbuild
CMD ["node", "/server.js"]
