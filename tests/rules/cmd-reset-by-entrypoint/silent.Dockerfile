FROM nginx:1.27
ENTRYPOINT ["tini", "--"]
CMD ["nginx"]

FROM nginx:1.27
ENTRYPOINT ["tini", "--", "nginx"]

FROM example.org/own:1
ENTRYPOINT ["tini", "--"]

FROM nginx:1.27
ENTRYPOINT ["nginx", "-g", "daemon off;"]
