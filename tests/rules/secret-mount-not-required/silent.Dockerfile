FROM alpine:3.20
RUN --mount=type=secret,id=token,required cat /run/secrets/token
RUN --mount=type=secret,id=token,required=false cat /run/secrets/token
RUN --mount=type=secret,id=token if [ -f /run/secrets/token ]; then cat /run/secrets/token; fi
RUN --mount=type=secret,id=token test ! -e /run/secrets/token || cat /run/secrets/token
RUN --mount=type=secret,id=token ./script-that-may-read-it
RUN --mount=type=secret,id=token,env=TOKEN ./fetch
RUN --mount=type=cache,target=/run/secrets/token cat /run/secrets/token
