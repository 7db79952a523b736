FROM node:20
ARG OFF=0
ENV NODE_TLS_REJECT_UNAUTHORIZED=$OFF
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-node: `NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off
