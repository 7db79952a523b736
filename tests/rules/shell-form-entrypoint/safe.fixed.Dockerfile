FROM debian:12
CMD ["nginx", "-g", "daemon off;"]

FROM debian:12
ENTRYPOINT ["sleep", "infinity"]
