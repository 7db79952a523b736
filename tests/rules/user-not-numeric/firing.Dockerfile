FROM debian:12 AS build
USER nobody
FROM debian:12
ARG UID=10001
RUN groupadd app && useradd -u $UID -g app app
USER app:app
#~   ^^^^^^^ user-not-numeric: `app` is a name, which Kubernetes cannot check
CMD ["app"]
#~ unsafe-fix: firing.fixed.Dockerfile
