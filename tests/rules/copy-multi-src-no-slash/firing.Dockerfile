FROM alpine:3.20
ENV APP=/srv/app
COPY a b /srv
#~       ^^^^ copy-multi-src-no-slash: several sources, but `/srv` ends without a slash
ADD --chown=1:1 a b \
    c /srv
#~    ^^^^ copy-multi-src-no-slash: several sources, but `/srv` ends without a slash
COPY ["a", "b", "/srv"]
#~               ^^^^ copy-multi-src-no-slash: several sources, but `/srv` ends without a slash
COPY a b $APP
#~       ^^^^ copy-multi-src-no-slash: several sources, but `$APP` ends without a slash
COPY a b "/srv"
#~       ^^^^^^ copy-multi-src-no-slash: several sources, but `"/srv"` ends without a slash
COPY --from=busybox:1.36 /bin/a /bin/b /bin
#~                                     ^^^^ copy-multi-src-no-slash: several sources, but `/bin` ends without a slash
COPY a <<EOF /etc/app
#~           ^^^^^^^^ copy-multi-src-no-slash: several sources, but `/etc/app` ends without a slash
text
EOF
COPY ["a", "b" "/srv"]
#~             ^^^^^^^ copy-multi-src-no-slash: several sources, but `"/srv"]` ends without a slash
ONBUILD COPY a b /app
#~               ^^^^ copy-multi-src-no-slash: several sources, but `/app` ends without a slash
#~ unsafe-fix: firing.fixed.Dockerfile
