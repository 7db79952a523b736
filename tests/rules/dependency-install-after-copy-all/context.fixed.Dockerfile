FROM node:20
WORKDIR /app
COPY --chown=node package.json package-lock.json ./
RUN npm ci
COPY --chown=node . .
RUN npm run build
