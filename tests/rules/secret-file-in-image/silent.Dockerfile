FROM debian:12 AS build
COPY .npmrc id_rsa ./
RUN npm ci
FROM debian:12
COPY --from=build /root/id_rsa /dev/null
COPY id_rsa.pub authorized_keys known_hosts ./
COPY .env.example .env.sample settings.py site-packages/settings.py credentials.md ./
COPY docker-archive-keyring.pub.key nginx_signing.key config.json kube/config ./
ADD https://example.org/release.key /etc/apt/
COPY ${SOMETHING}/key.txt ./
COPY nodesource.key /etc/apt/keyrings/
COPY docker.key vendor.key /tmp/
RUN apt-key add /tmp/docker.key && rpm --import /tmp/vendor.key
