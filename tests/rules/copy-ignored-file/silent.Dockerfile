FROM alpine:3.20 AS build
ARG WHICH
COPY . /src
COPY app.py dist /srv/
COPY missing.txt /srv/
COPY $WHICH /srv/
ADD https://example.org/secret.txt /srv/
COPY <<EOF secret.txt
text
EOF
FROM alpine:3.20
COPY --from=build secret.txt /srv/
#~ --- .dockerignore
secret.txt
dist
!dist/keep.js
#~ --- app.py
#~ --- secret.txt
#~ --- dist/keep.js
#~ --- dist/drop.js
