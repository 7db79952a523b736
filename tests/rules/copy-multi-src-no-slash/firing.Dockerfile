FROM alpine:3.20
ENV APP=/srv/app
COPY a b /srv
#~       ^^^^ copy-multi-src-no-slash: several sources, but `/srv` is not written as a directory
ADD --chown=1:1 a b \
    c /srv
#~    ^^^^ copy-multi-src-no-slash: several sources, but `/srv` is not written as a directory
COPY ["a", "b", "/srv"]
#~               ^^^^ copy-multi-src-no-slash: several sources, but `/srv` is not written as a directory
COPY a b $APP
#~       ^^^^ copy-multi-src-no-slash: several sources, but `$APP` is not written as a directory
COPY a b "/srv"
#~       ^^^^^^ copy-multi-src-no-slash: several sources, but `"/srv"` is not written as a directory
COPY --from=busybox:1.36 /bin/a /bin/b /bin
#~                                     ^^^^ copy-multi-src-no-slash: several sources, but `/bin` is not written as a directory
COPY a <<EOF /etc/app
#~           ^^^^^^^^ copy-multi-src-no-slash: several sources, but `/etc/app` is not written as a directory
text
EOF
COPY ["a", "b" "/srv"]
#~             ^^^^^^^ copy-multi-src-no-slash: several sources, but `"/srv"]` is not written as a directory
ONBUILD COPY a b /app
#~               ^^^^ copy-multi-src-no-slash: several sources, but `/app` is not written as a directory
#~ unsafe-fix: firing.fixed.Dockerfile
