FROM debian:12 AS build
USER root
RUN useradd app
USER app
FROM build
CMD ["app"]
