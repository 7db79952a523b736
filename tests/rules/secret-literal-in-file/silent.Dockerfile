# ssh://git@example.org/app https://example.org:8080/x
FROM alpine:3.20
ENV GITHUB_TOKEN=glpat-Zt4Yx9Wv2Us7Rq5Po3Nm1Lk8Ji6Hg0FeDc
RUN git clone https://${USER}:${TOKEN}@example.org/app.git
RUN git clone https://harbour:${TOKEN}@example.org/app.git && git clone https://token@example.org/b
RUN echo AKIAIOSFODNN7EXAMPLE ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
RUN git clone git@example.org:team/app && gpg --recv-keys 7169605F62C751356D054A26A821E680E5FA6305
RUN echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  x" | sha256sum -c
RUN curl http://user:password@localhost/ http://proxy:your-password@proxy https://a:b@c/
RUN echo "-----BEGIN CERTIFICATE-----" > /etc/ssl/x.pem
