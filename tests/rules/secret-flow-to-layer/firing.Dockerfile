FROM node:20
ARG NPM_TOKEN
ARG GIT_TOKEN
ENV DB_PASSWORD=$NPM_TOKEN
# Redirected, by a variable of the shell, a pipe, a group, a here-document, an edit.
RUN echo "//registry.example.org/:_authToken=${NPM_TOKEN}" > /root/.npmrc && npm ci
#~                                                           ^^^^^^^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/root/.npmrc`
RUN --mount=type=secret,id=npm TOKEN=$(cat /run/secrets/npm) && printf 't=%s' "$TOKEN" | base64 | tee /etc/token
#~                                                                                                    ^^^^^^^^^^ secret-flow-to-layer: `/run/secrets/npm` is written to `/etc/token`
RUN --mount=type=secret,id=key,env=SIGNING_KEY_SECRET { echo a; echo "$SIGNING_KEY_SECRET"; } >> /etc/app.conf
#~                                                                                               ^^^^^^^^^^^^^ secret-flow-to-layer: `SIGNING_KEY_SECRET` is written to `/etc/app.conf`
RUN --mount=type=secret,id=key,target=/tmp/key cp /tmp/key /root/.ssh/id_app
#~                                                         ^^^^^^^^^^^^^^^^^ secret-flow-to-layer: `/tmp/key` is written to `/root/.ssh/id_app`
RUN sed -i "s/PASSWORD/$DB_PASSWORD/" /etc/app.conf
#~                                    ^^^^^^^^^^^^^ secret-flow-to-layer: `DB_PASSWORD` is written to `/etc/app.conf`
RUN cat > /app/.env <<EOF
#~        ^^^^^^^^^ secret-flow-to-layer: `DB_PASSWORD` is written to `/app/.env`
PASSWORD=$DB_PASSWORD
EOF
# Kept by a program.
RUN git clone https://x:$GIT_TOKEN@example.org/team/app.git
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-flow-to-layer: `GIT_TOKEN` is written to `/app/.git/config`
RUN git clone https://x:$GIT_TOKEN@example.org/team/lib.git /src/lib && rm -rf /src/lib/src
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-flow-to-layer: `GIT_TOKEN` is written to `/src/lib/.git/config`
RUN git config --global url."https://$GIT_TOKEN@example.org/".insteadOf https://example.org/
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-flow-to-layer: `GIT_TOKEN` is written to `/root/.gitconfig`
RUN npm config set //registry.example.org/:_authToken "$NPM_TOKEN"
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/root/.npmrc`
RUN --mount=type=secret,id=hub cat /run/secrets/hub | docker login --password-stdin -u ci
#~                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-flow-to-layer: `/run/secrets/hub` is written to `/root/.docker/config.json`
# Deleted too late.
RUN rm /root/.npmrc
# A here-document of COPY.
COPY <<EOF /app/settings.ini
password = ${DB_PASSWORD}
#~         ^^^^^^^^^^^^^^ secret-flow-to-layer: `DB_PASSWORD` is written to `/app/settings.ini`
EOF
# Only where it is given: that is when it leaks.
RUN if [ -n "$NPM_TOKEN" ]; then echo "_auth=$NPM_TOKEN" > .yarnrc; fi
#~                                                         ^^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/.yarnrc`
