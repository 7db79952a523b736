FROM node:20 AS build
ARG NPM_TOKEN
# A stage that does not ship.
RUN echo "//registry.example.org/:_authToken=${NPM_TOKEN}" > /root/.npmrc

FROM node:20
ARG NPM_TOKEN
ARG TOKEN_FILE=/etc/token
ARG DB_PASSWORD=changeme
# Used and not left.
RUN --mount=type=secret,id=npm curl -H "Authorization: $(cat /run/secrets/npm)" -o app.tgz https://example.org/app.tgz
RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci
# Removed in the same RUN.
RUN echo "//registry.example.org/:_authToken=${NPM_TOKEN}" > /root/.npmrc && npm ci && rm -f /root/.npmrc
RUN git clone https://x:$NPM_TOKEN@example.org/app.git && rm -rf app/.git
RUN git clone https://x:$NPM_TOKEN@example.org/app.git /app && cd /app && git remote set-url origin https://example.org/app.git
RUN git clone https://x:$NPM_TOKEN@example.org/app.git /lib && git -C /lib remote remove origin
RUN git config --global url."https://$NPM_TOKEN@example.org/".insteadOf https://example.org/ && npm ci && git config --global --unset url."https://$NPM_TOKEN@example.org/".insteadOf
RUN npm config set _auth "$NPM_TOKEN" && npm ci && npm config delete _auth
RUN echo "$NPM_TOKEN" > /root/token && npm ci && shred -fu /root/token
RUN trap 'rm -f /root/.netrc' EXIT; echo "machine example.org password $NPM_TOKEN" > /root/.netrc; npm ci
# In a mount.
RUN --mount=type=tmpfs,target=/root/.config echo "$NPM_TOKEN" > /root/.config/token
# Nobody's secret: a name of a file, a word that everybody knows, a length, a certificate, a hash.
RUN echo "$TOKEN_FILE" > /etc/app.conf
RUN echo "$DB_PASSWORD" > /etc/app.conf
RUN echo "${#NPM_TOKEN}" > /etc/length && echo "${NPM_TOKEN:+given}" > /etc/given
RUN --mount=type=secret,id=company-ca cp /run/secrets/company-ca /usr/local/share/ca-certificates/company.crt
RUN echo "$NPM_TOKEN" | sha256sum > /etc/stamp
# Single quotes: the name and not the value.
RUN echo 'token=$NPM_TOKEN' > /etc/template
# Given another value.
RUN NPM_TOKEN=none && echo "$NPM_TOKEN" > /etc/app.conf
# To the log alone (bad enough, but not in the layer), and to a file that nobody can name.
RUN echo "$NPM_TOKEN" && echo "$NPM_TOKEN" > /dev/stderr && echo "$NPM_TOKEN" > "$SOMEWHERE"
