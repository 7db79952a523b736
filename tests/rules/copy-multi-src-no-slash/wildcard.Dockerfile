FROM alpine:3.20
COPY *.txt /srv
#~         ^^^^ copy-multi-src-no-slash: several sources, but `/srv` ends without a slash
COPY one* /srv
COPY lib/*.txt /srv
#~ unsafe-fix: wildcard.fixed.Dockerfile
#~ --- one.txt
#~ --- two.txt
#~ --- lib/three.txt
#~ --- lib/deep/four.txt
