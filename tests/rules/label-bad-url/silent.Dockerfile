#~ args: --label docs=url
ARG SOURCE
FROM alpine:3.20
ARG SOURCE
LABEL docs="https://example.org/docs?x=1#y" docs= \
      org.opencontainers.image.source=$SOURCE \
      org.opencontainers.image.url=https://example.org/${SOURCE} \
      org.opencontainers.image.title="no url" homepage=example.org
LABEL org.opencontainers.image.source="git+ssh://git@example.org/app"
