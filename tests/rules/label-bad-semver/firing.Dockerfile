#~ args: --label version=semver
FROM alpine:3.20
LABEL version="1.4"
#~            ^^^^^ label-bad-semver: `1.4` is no semantic version
LABEL version="1.04.0"
#~            ^^^^^^^^ label-bad-semver: `1.04.0` is no semantic version
LABEL version="1.4.0-"
#~            ^^^^^^^^ label-bad-semver: `1.4.0-` is no semantic version
