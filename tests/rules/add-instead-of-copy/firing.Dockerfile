FROM alpine:3.20
ADD ./app.py /srv/app.py
#~ 1-3 add-instead-of-copy: ADD copies plain files here, as COPY does
add . /srv/
#~ 1-3 add-instead-of-copy: ADD copies plain files here, as COPY does
ADD --chown=1000:1000 conf/app.yaml conf/more.json /etc/app/
#~ 1-3 add-instead-of-copy: ADD copies plain files here, as COPY does
ADD --link *.jar /srv/
#~ 1-3 add-instead-of-copy: ADD copies plain files here, as COPY does
ADD config /etc/config
#~ 1-3 add-instead-of-copy: ADD copies plain files here, as COPY does
ADD <<EOS /etc/motd
#~ 1-3 add-instead-of-copy: ADD copies plain files here, as COPY does
hello
EOS
ONBUILD ADD package.json /srv/
#~      ^^^ add-instead-of-copy: ADD copies plain files here, as COPY does
#~ fix: firing.fixed.Dockerfile
