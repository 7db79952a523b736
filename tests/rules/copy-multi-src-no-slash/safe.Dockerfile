FROM alpine:3.20
WORKDIR /srv/app
COPY a b /srv/app
#~       ^^^^^^^^ copy-multi-src-no-slash: several sources, but `/srv/app` is not written as a directory
COPY a b /srv
#~       ^^^^ copy-multi-src-no-slash: several sources, but `/srv` is not written as a directory
#~ fix: safe.fixed.Dockerfile
