FROM alpine:3.20
LABEL team="harbour" version="1.4.0"
#~    ^^^^ label-duplicate-key: the label `team` is set again below, which counts
#~                   ^^^^^^^ label-duplicate-key: the label `version` is set again below, which counts
LABEL version="1.5.0" \
      team="pilots" \
#~    ^^^^ label-duplicate-key: the label `team` is set again below, which counts
      other="x"
LABEL team="tugs"
#~ fix: firing.fixed.Dockerfile
