FROM debian:12
ENTRYPOINT ["tini", "--"]
CMD ["npm", "start"]
