#~ args: --label team=text --label version=semver
FROM alpine:3.20 AS build
LABEL team="harbour"
FROM alpine:3.20
#~ 1-4 label-missing: the image lacks the required label `team`
#~ 1-4 label-missing: the image lacks the required label `version`
LABEL other="x"
ONBUILD LABEL team="harbour"
