FROM alpine:3.20
RUN adduser -S nginx
CMD ["nginx", "-g", "daemon off;"]
