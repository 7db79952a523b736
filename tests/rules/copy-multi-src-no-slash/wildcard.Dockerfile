FROM alpine:3.20
COPY *.txt /srv
#~         ^^^^ copy-multi-src-no-slash: several sources, but `/srv` is not written as a directory
COPY one* /srv
COPY lib/*.txt /srv
#~ unsafe-fix: wildcard.fixed.Dockerfile
#~ --- one.txt
#~ --- two.txt
#~ --- lib/three.txt
#~ --- lib/deep/four.txt
