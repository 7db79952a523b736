FROM debian:12 AS build
USER nobody
FROM debian:12
ARG UID=10001
RUN groupadd app && useradd -u $UID -g app app
USER 10001:app
CMD ["app"]
