#~ args: --label team=text --label version=semver
FROM alpine:3.20 AS build
LABEL team="harbour"
FROM build
LABEL version=1.4.0
