#~ args: --label team=text
FROM alpine:3.20
ARG TEAM=
LABEL team=$TEAM
LABEL team="harbour" other=""
