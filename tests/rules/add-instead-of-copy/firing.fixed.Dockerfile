FROM alpine:3.20
COPY ./app.py /srv/app.py
copy . /srv/
COPY --chown=1000:1000 conf/app.yaml conf/more.json /etc/app/
COPY --link *.jar /srv/
ADD config /etc/config
COPY <<EOS /etc/motd
hello
EOS
ONBUILD COPY package.json /srv/
