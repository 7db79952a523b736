FROM node:20
WORKDIR /srv/app
RUN npm ci
WORKDIR /app
RUN npm ci
WORKDIR /app/client
RUN npm ci && \
    npm run build
WORKDIR /other
RUN cd "/with blank" && make
WORKDIR /app
RUN make
WORKDIR /other
