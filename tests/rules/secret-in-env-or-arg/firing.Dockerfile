ARG NPM_TOKEN
FROM node:22 AS build
ARG NPM_TOKEN
ARG DEPLOY_PASSWORD=tiger-lily-9
#~  ^^^^^^^^^^^^^^^ secret-in-env-or-arg(warning): `DEPLOY_PASSWORD` is a secret in an argument's default
ENV HARBOUR_PASSWORD=tiger-lily-9
#~  ^^^^^^^^^^^^^^^^ secret-in-env-or-arg(warning): `HARBOUR_PASSWORD` is a secret in the image's environment
RUN npm ci
FROM node:22
ARG NPM_TOKEN
#~  ^^^^^^^^^ secret-in-env-or-arg(info): the argument `NPM_TOKEN` stays in the image's history
ARG GITHUB_TOKEN=
#~  ^^^^^^^^^^^^ secret-in-env-or-arg(info): the argument `GITHUB_TOKEN` stays in the image's history
ENV NPM_TOKEN=${NPM_TOKEN}
#~  ^^^^^^^^^ secret-in-env-or-arg(warning): `NPM_TOKEN` keeps a build argument in the image
ENV GITHUB_TOKEN $GITHUB_TOKEN
#~  ^^^^^^^^^^^^ secret-in-env-or-arg(warning): `GITHUB_TOKEN` keeps a build argument in the image
ENV PORT=80 DB_PASSWORD="tiger lily nine" \
#~          ^^^^^^^^^^^ secret-in-env-or-arg(warning): `DB_PASSWORD` is a secret in the image's environment
    MYSQL_ROOT_PASSWORD=root
#~  ^^^^^^^^^^^^^^^^^^^ secret-in-env-or-arg(warning): `MYSQL_ROOT_PASSWORD` holds a password that everybody tries first
ENV githubToken=9f8e7d6c5b4a39281706f5e4d3c2b1a0
#~  ^^^^^^^^^^^ secret-in-env-or-arg: `githubToken` is a secret in the image's environment
ENV APP_KEY=Zm9vYmFyQmF6MTIzNDU2Nzg5MHF3ZXJ0
#~  ^^^^^^^ secret-in-env-or-arg(warning): `APP_KEY` looks like a secret in the image's environment
ENV QUEUE=amqp://worker:tiger-lily-9@queue:5672
#~  ^^^^^ secret-in-env-or-arg: `QUEUE` holds a URL with a password
ENV CI_JOB=glpat-Zt4Yx9Wv2Us7Rq5Po3Nm1Lk8Ji6Hg0FeDc
#~  ^^^^^^ secret-in-env-or-arg: `CI_JOB` holds a GitLab token
ARG DEPLOY_API_KEY=3b1f9a7c5e2d4860
#~  ^^^^^^^^^^^^^^ secret-in-env-or-arg: `DEPLOY_API_KEY` is a secret in an argument's default
ONBUILD ENV ADMIN_PASS=tiger-lily-9
#~          ^^^^^^^^^^ secret-in-env-or-arg: `ADMIN_PASS` is a secret in the image's environment
