FROM node:20
ENV NODE_TLS_REJECT_UNAUTHORIZED=0
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-node: `NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off
ENV A=b NODE_TLS_REJECT_UNAUTHORIZED="0"
#~      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-node: `NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off
RUN NODE_TLS_REJECT_UNAUTHORIZED=0 ./fetch
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-node: `NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off
RUN export NODE_TLS_REJECT_UNAUTHORIZED='0' && ./fetch
#~         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-node: `NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off
RUN env NODE_TLS_REJECT_UNAUTHORIZED=0 ./fetch
#~      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-node: `NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off
CMD NODE_TLS_REJECT_UNAUTHORIZED=0 ./serve
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-node: `NODE_TLS_REJECT_UNAUTHORIZED=0` switches the verification of certificates off
