FROM node:20
ARG NPM_TOKEN
# Emptied, or written anew, once it was used.
RUN echo "_auth=$NPM_TOKEN" > /root/.npmrc && npm ci && : > /root/.npmrc
RUN echo "_auth=$NPM_TOKEN" > /root/.npmrc && npm ci && truncate -s 0 /root/.npmrc
RUN echo "_auth=$NPM_TOKEN" > /root/.npmrc && npm ci && cp /dev/null ~/.npmrc
RUN echo "_auth=$NPM_TOKEN" > /root/.npmrc && npm ci && cat /dev/null > /root/.npmrc
RUN echo "_auth=$NPM_TOKEN" > /root/.npmrc && npm ci && mv /srv/npmrc /root/.npmrc
RUN if [ -n "$NPM_TOKEN" ]; then echo "_auth=$NPM_TOKEN" > /root/.npmrc; npm ci; > /root/.npmrc; fi
# In a home of its own.
RUN export HOME=/tmp/h && mkdir $HOME && echo "_auth=$NPM_TOKEN" > $HOME/.npmrc && npm ci && rm -rf $HOME
RUN export HOME=/tmp/h && npm config set _auth "$NPM_TOKEN" && npm ci && rm -rf /tmp/h
RUN export HOME="$(mktemp -d)" && npm config set _auth "$NPM_TOKEN" && npm ci && rm -rf "$HOME"
RUN HOME=/tmp/h npm config set _auth "$NPM_TOKEN" && npm ci && rm -rf /tmp/h
# Taken out again by a second edit.
RUN sed -i "s/PASSWORD/$NPM_TOKEN/" /etc/app.conf && npm ci && sed -i "s/$NPM_TOKEN/PASSWORD/" /etc/app.conf
RUN sed -i "s|PASSWORD|${NPM_TOKEN}|" /etc/app.conf && npm ci && sed -i '/^password/d' /etc/app.conf
RUN --mount=type=secret,id=npm sed -i "s|$(cat /run/secrets/npm)|PASSWORD|" /etc/app.conf
# A length, a comparison, a part.
RUN awk -v p="$NPM_TOKEN" '{ print length(p) }' /etc/app.conf > /etc/length
RUN awk -v p=$NPM_TOKEN '$1 == p { print "same" }' /etc/app.conf > /etc/same
RUN echo "${NPM_TOKEN%%-*}" > /etc/kind && echo "${NPM_TOKEN:0:4}" > /etc/begin
