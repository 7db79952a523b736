FROM node:20
RUN npm config set strict-ssl false && npm ci
#~                 ^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
RUN npm set strict-ssl false && npm c set strict-ssl=false
#~          ^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
#~                                        ^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
RUN npm install --strict-ssl=false && npm ci --no-strict-ssl
#~              ^^^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
#~                                           ^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
RUN yarn config set strict-ssl false && yarn config set enableStrictSsl false
#~                  ^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
#~                                                      ^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
RUN echo "strict-ssl=false" >>/root/.npmrc
#~        ^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
RUN npm_config_strict_ssl=false npm ci
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
ENV NPM_CONFIG_STRICT_SSL=false YARN_ENABLE_STRICT_SSL=0
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
#~                              ^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-npm: the certificate of the registry is not verified
COPY <<EOF /root/.npmrc
strict-ssl = false
#~ 1-18 tls-verify-off-npm: the certificate of the registry is not verified
EOF
