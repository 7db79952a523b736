FROM alpine:3.20
CMD ["sleep", "60"]
ENTRYPOINT [sleep, 60]
EXPOSE 80
VOLUME ["/a"]
