FROM debian:12 AS build
ENV DEBIAN_FRONTEND=noninteractive

FROM debian:12
ARG DEBIAN_FRONTEND=noninteractive
ENV DEBIAN_FRONTEND=dialog
ENV HTTP_PROXY=
ENV LANG=C.UTF-8 PIP_INDEX_URL=https://example.org/simple no_proxy=localhost
RUN DEBIAN_FRONTEND=noninteractive apt-get update
COPY --from=build /a /a
