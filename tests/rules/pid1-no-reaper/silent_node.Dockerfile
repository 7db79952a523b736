FROM example.org/own:1
CMD ["npm", "start"]
#~ note: the base may have an ENTRYPOINT
