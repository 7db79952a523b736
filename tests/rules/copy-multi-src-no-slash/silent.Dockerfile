FROM alpine:3.20
ARG DIR
ENV SLASHED=/srv/
COPY a b /srv/
COPY a b .
COPY a b ./
COPY a b ..
COPY a b /srv/.
COPY ["a b", "/srv"]
COPY --chown=a:b --link a /srv
COPY a b $DIR
COPY a b $SLASHED
COPY a b ${DIR:-/srv/}
COPY a b "/srv/"
COPY *.txt /srv
COPY <<EOF /etc/app
one
EOF
COPY ["a", "b" "/srv/"]
