FROM debian:12
RUN gpg --keyserver keys.openpgp.org --recv-keys B42F6819
#~  ^^^ gpg-no-batch: gpg may ask, and a build has nobody to answer
RUN curl -fsSL https://example.com/key.asc | gpg --import
#~                                           ^^^ gpg-no-batch: gpg may ask, and a build has nobody to answer
RUN gpg2 --no-tty \
#~  ^^^^ gpg-no-batch: gpg may ask, and a build has nobody to answer
    --import key.asc
RUN for k in a b; do gpg --keyserver keys.openpgp.org --recv-keys "$k"; done
#~                   ^^^ gpg-no-batch: gpg may ask, and a build has nobody to answer
RUN ["gpg", "--import", "key.asc"]
#~    ^^^ gpg-no-batch: gpg may ask, and a build has nobody to answer
#~ fix: firing.fixed.Dockerfile
