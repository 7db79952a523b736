FROM --platform=linux/amd64 alpine:3.20 AS build
#~   ^^^^^^^^^^^^^^^^^^^^^^ from-platform-constant: the platform is fixed to `linux/amd64`
FROM --platform=linux/arm64/v8 alpine:3.20
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^ from-platform-constant: the platform is fixed to `linux/arm64/v8`
FROM --platform=amd64 alpine:3.20
#~   ^^^^^^^^^^^^^^^^ from-platform-constant: the platform is fixed to `amd64`
FROM --platform="linux/amd64" node:22 AS web
#~   ^^^^^^^^^^^^^^^^^^^^^^^^ from-platform-constant: the platform is fixed to `linux/amd64`
FROM --platform=$BUILDPLATFORM alpine:3.20
#~ unsafe-fix: firing.fixed.Dockerfile
