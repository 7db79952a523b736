FROM alpine:3.20
ENV APP=/srv/app
COPY a b /srv/
ADD --chown=1:1 a b \
    c /srv/
COPY ["a", "b", "/srv/"]
COPY a b $APP/
COPY a b "/srv"/
COPY --from=busybox:1.36 /bin/a /bin/b /bin/
COPY a <<EOF /etc/app/
text
EOF
COPY ["a", "b" "/srv"]
ONBUILD COPY a b /app/
