FROM alpine:3.20
COPY . /srv/
#~   ^ copy-ignored-file: `.dockerignore` keeps `.` out of the build
#~ --- .dockerignore
*
#~ --- app.py
#~ --- lib/b.py
