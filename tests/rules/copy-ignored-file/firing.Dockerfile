FROM alpine:3.20
ENV NAME=secret
COPY app.py secret.txt /srv/
#~          ^^^^^^^^^^ copy-ignored-file: `.dockerignore` keeps `secret.txt` out of the build
ADD dist /srv/dist
#~  ^^^^ copy-ignored-file: `.dockerignore` keeps `dist` out of the build
COPY ["logs/a.log", "/srv/"]
#~     ^^^^^^^^^^ copy-ignored-file: `.dockerignore` keeps `logs/a.log` out of the build
COPY $NAME.txt /srv/
#~   ^^^^^^^^^ copy-ignored-file: `.dockerignore` keeps `secret.txt` out of the build
COPY logs/*.log /srv/
#~   ^^^^^^^^^^ copy-ignored-file: `.dockerignore` keeps `logs/*.log` out of the build
#~ --- .dockerignore
# a comment
secret.txt
dist
*/*.log
#~ --- app.py
#~ --- secret.txt
#~ --- dist/a.js
#~ --- logs/a.log
