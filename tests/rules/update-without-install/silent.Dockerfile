FROM debian:12
RUN apt-get update && apt-get install -y curl
RUN apt-get -y update && apt-get -y upgrade
RUN apt-get update && ./install.sh
RUN apt-get update && /opt/setup-tools --all
RUN apt-get update && curl -fsSL https://example.com/setup.sh | bash
RUN apt-get update && sh -c "apt-get install -y git"
RUN apt-get update && apt-get build-dep -y nginx
RUN apt-get update && apt-cache policy curl
RUN apt-get update && apt-get download curl
RUN apt-get update && $INSTALL curl
RUN <<EOF
set -e
apt-get update
apt-get install -y jq
EOF
RUN git submodule update --init
RUN composer update && gem update --system && npm update
RUN echo "apt-get update"

FROM alpine:3.20
RUN apk add --update curl
RUN apk --no-cache add curl && apk -U upgrade
RUN apk update && apk add curl
FROM debian:12
RUN apt-get update && make dependencies
RUN apt-get update && npx playwright install-deps chromium
RUN apt-get update && gdebi -n package.deb
