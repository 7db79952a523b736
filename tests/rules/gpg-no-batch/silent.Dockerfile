FROM debian:12
RUN gpg --batch --keyserver keys.openpgp.org --recv-keys B42F6819
RUN gpg --verify a.asc a && gpg --list-keys && gpg --export B42F6819 > /a
RUN curl -fsSL https://example.com/key.asc | gpg --dearmor -o /usr/share/keyrings/x.gpg
RUN gpg $GPG_OPTS --import key.asc
RUN apt-key adv --keyserver keys.openpgp.org --recv-keys B42F6819
RUN gpgconf --kill all && echo gpg --import
