FROM node:20 AS npm
COPY package.json package-lock.json ./
RUN npm ci && npm install -g pm2@5.4.2 && npm install --no-package-lock && npm install lodash@4
RUN npm install $NPM_OPTIONS && npm install --package-lock-only
FROM node:20 AS unlocked
COPY package.json ./
RUN npm install && yarn && pnpm install
FROM node:20 AS before
RUN npm install
COPY package.json package-lock.json ./
FROM node:20 AS all
# What is in the context is not known.
COPY . .
RUN npm install
FROM node:20 AS yarn
COPY package.json yarn.lock ./
RUN yarn --frozen-lockfile && yarn install --immutable && yarn install --pure-lockfile
RUN yarn build && yarn add react@18.3.1
FROM node:20 AS pnpm
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile && CI=true pnpm install
ENV CI=1
RUN pnpm install
FROM rust:1.79 AS rust
COPY Cargo.toml Cargo.lock ./
RUN cargo build --release --locked && cargo build --frozen && cargo install cargo-chef@0.1.67
FROM python:3.12
COPY pyproject.toml uv.lock poetry.lock Gemfile.lock composer.lock ./
RUN uv sync --frozen && uv sync --locked && poetry install && bundle install && composer install
COPY --from=npm /package-lock.json /
