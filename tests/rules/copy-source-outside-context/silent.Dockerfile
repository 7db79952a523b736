FROM alpine:3.20 AS below
ARG NAME
COPY a/../lib ./lib ..lib ...  /srv/
COPY $NAME ${NAME}/../lib /srv/
ADD https://example.org/a/../b /srv/
ADD git@example.org:a/../b /srv/
COPY lib ../srv
COPY <<EOF ../file
EOF
