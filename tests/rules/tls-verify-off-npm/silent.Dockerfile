FROM node:20
RUN npm config set strict-ssl true && npm config set registry https://example.org
RUN npm config delete strict-ssl && npm install --strict-ssl=true && npm ci --strict-ssl
RUN echo "strict-ssl=true" >>/root/.npmrc
ENV NPM_CONFIG_STRICT_SSL=true
