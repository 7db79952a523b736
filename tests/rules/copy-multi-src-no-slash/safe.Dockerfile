FROM alpine:3.20
WORKDIR /srv/app
COPY a b /srv/app
#~       ^^^^^^^^ copy-multi-src-no-slash: several sources, but `/srv/app` ends without a slash
COPY a b /srv
#~       ^^^^ copy-multi-src-no-slash: several sources, but `/srv` ends without a slash
#~ fix: safe.fixed.Dockerfile
