#~ args: --label team=text
FROM alpine:3.20
LABEL team=""
#~    ^^^^ label-empty: the required label `team` is empty
LABEL team= other=
#~    ^^^^ label-empty: the required label `team` is empty
