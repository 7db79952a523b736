FROM alpine:3.20
RUN --mount=type=secret,id=token cat /run/secrets/token > /dev/null
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-mount-not-required: this secret is not required, though `/run/secrets/token` is read
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=cache,target=/root/.npm \
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-mount-not-required: this secret is not required, though `/root/.npmrc` is read
    cp /root/.npmrc /tmp && npm ci
RUN --mount=type=secret,id=token TOKEN=$(cat /run/secrets/token) ./fetch
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-mount-not-required: this secret is not required, though `/run/secrets/token` is read
RUN --mount="type=secret,id=token" cat /run/secrets/token
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-mount-not-required: this secret is not required, though `/run/secrets/token` is read
ONBUILD RUN --mount=type=secret,id=token cat /run/secrets/token
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-mount-not-required: this secret is not required, though `/run/secrets/token` is read
#~ fix: firing.fixed.Dockerfile
#~ unsafe-fix: firing.unsafe.fixed.Dockerfile
