FROM alpine:3.20
RUN --mount=type=secret,id=token,required=true cat /run/secrets/token > /dev/null
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true --mount=type=cache,target=/root/.npm \
    cp /root/.npmrc /tmp && npm ci
RUN --mount=type=secret,id=token,required=true TOKEN=$(cat /run/secrets/token) ./fetch
RUN --mount="type=secret,id=token" cat /run/secrets/token
ONBUILD RUN --mount=type=secret,id=token,required=true cat /run/secrets/token
