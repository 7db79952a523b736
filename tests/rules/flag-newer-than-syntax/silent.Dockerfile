# syntax=docker/dockerfile:1.20
FROM --platform=linux/amd64 alpine:3.20
COPY --link --exclude=a --parents . .
RUN --security=insecure --mount=type=cache,target=/x true
RUN <<EOF
true
EOF
