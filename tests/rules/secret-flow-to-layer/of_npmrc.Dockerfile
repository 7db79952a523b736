FROM debian:12
ARG NPM_TOKEN
RUN echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > /root/.npmrc && make
#~                                                         ^^^^^^^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/root/.npmrc`
RUN --mount=type=secret,id=git TOKEN=$(cat /run/secrets/git) && git config --system url.https://$TOKEN@example.org/.insteadOf x
#~                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-flow-to-layer: `/run/secrets/git` is written to `/etc/gitconfig`
RUN rm /root/.npmrc
#~ with: secret-file-in-image, secret-in-deleted-layer
#~ image: of_npmrc.image
