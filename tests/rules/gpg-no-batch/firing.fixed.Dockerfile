FROM debian:12
RUN gpg --batch --keyserver keys.openpgp.org --recv-keys B42F6819
RUN curl -fsSL https://example.com/key.asc | gpg --batch --import
RUN gpg2 --batch --no-tty \
    --import key.asc
RUN for k in a b; do gpg --batch --keyserver keys.openpgp.org --recv-keys "$k"; done
RUN ["gpg", "--batch", "--import", "key.asc"]
