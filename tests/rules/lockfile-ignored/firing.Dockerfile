FROM node:20 AS npm
COPY package.json package-lock.json ./
RUN npm install
#~  ^^^^^^^^^^^ lockfile-ignored: `npm install` may take other versions than package-lock.json names
RUN npm i --omit=dev && npm run build
#~  ^^^^^ lockfile-ignored: `npm install` may take other versions than package-lock.json names
FROM node:20 AS shrunk
COPY web/package.json web/npm-shrinkwrap.json ./
RUN npm install
#~  ^^^^^^^^^^^ lockfile-ignored: `npm install` may take other versions than npm-shrinkwrap.json names
FROM node:20 AS yarn
COPY package.json yarn.lock ./
RUN yarn && yarn install --production
#~  ^^^^ lockfile-ignored: `yarn` may take other versions than yarn.lock names
#~          ^^^^^^^^^^^^ lockfile-ignored: `yarn install` may take other versions than yarn.lock names
FROM node:20 AS pnpm
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --prod
#~  ^^^^^^^^^^^^ lockfile-ignored: `pnpm install` may take other versions than pnpm-lock.yaml names
FROM composer:2 AS php
COPY composer.json composer.lock ./
RUN composer update --no-dev
#~  ^^^^^^^^^^^^^^^ lockfile-ignored: `composer update` may take other versions than composer.lock names
FROM rust:1.79 AS rust
COPY Cargo.toml Cargo.lock ./
RUN cargo build --release && cargo install --path .
#~  ^^^^^^^^^^^ lockfile-ignored(info): `cargo build` may take other versions than Cargo.lock names
#~                           ^^^^^^^^^^^^^ lockfile-ignored(info): `cargo install` may take other versions than Cargo.lock names
FROM python:3.12
COPY pyproject.toml uv.lock poetry.lock ./
RUN uv sync && poetry update
#~  ^^^^^^^ lockfile-ignored(info): `uv sync` may take other versions than uv.lock names
#~             ^^^^^^^^^^^^^ lockfile-ignored: `poetry update` may take other versions than poetry.lock names
#~ unsafe-fix: firing.fixed.Dockerfile
