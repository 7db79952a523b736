#~ args: --today 2026-01-01
ARG NODE=16
FROM node:${NODE}-bullseye AS build
#~   ^^^^^^^^^^^^^^^^^^^^^ base-eol(info): past its end of life since 2023-09-11: Node.js 16
RUN npm ci
FROM centos:7
#~   ^^^^^^^^ base-eol: past its end of life since 2024-06-30: CentOS 7
COPY --from=build /app /app
