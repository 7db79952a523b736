FROM node:20 AS npm
COPY package.json package-lock.json ./
RUN npm ci
RUN npm ci --omit=dev && npm run build
FROM node:20 AS shrunk
COPY web/package.json web/npm-shrinkwrap.json ./
RUN npm ci
FROM node:20 AS yarn
COPY package.json yarn.lock ./
RUN yarn --frozen-lockfile && yarn install --frozen-lockfile --production
FROM node:20 AS pnpm
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile --prod
FROM composer:2 AS php
COPY composer.json composer.lock ./
RUN composer install --no-dev
FROM rust:1.79 AS rust
COPY Cargo.toml Cargo.lock ./
RUN cargo build --locked --release && cargo install --locked --path .
FROM python:3.12
COPY pyproject.toml uv.lock poetry.lock ./
RUN uv sync --locked && poetry install
