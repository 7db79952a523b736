ARG UID
FROM debian:12
ARG UID
USER ${UID}:${UID}
CMD ["app"]
