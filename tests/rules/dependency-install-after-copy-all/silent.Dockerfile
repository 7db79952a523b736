FROM node:20 AS npm
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm ci --omit=dev
FROM node:20 AS unused
COPY . .
RUN npm ci
FROM node:20 AS cached
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci
FROM python:3.12 AS pip
COPY . .
RUN pip install . && pip install -e . -r requirements.txt && pip install flask==3.0.3
RUN npm install -g pm2@5.4.2
FROM node:20 AS part
COPY web .
COPY --from=npm . .
RUN npm ci
FROM node:20 AS base
COPY package.json ./
RUN npm ci
FROM base
COPY . .
RUN npm ci
COPY --from=cached /a /a
COPY --from=pip /a /a
COPY --from=part /a /a
