FROM debian:12 AS build
ENV DEBIAN_FRONTEND=noninteractive

FROM debian:12
ARG DEBIAN_FRONTEND=noninteractive
ENV DEBIAN_FRONTEND=dialog
ENV HTTP_PROXY=
# A container that installs something wants no cache either.
ENV PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1
ENV LANG=C.UTF-8 PIP_INDEX_URL=https://example.org/simple no_proxy=localhost
RUN DEBIAN_FRONTEND=noninteractive apt-get update
COPY --from=build /a /a
