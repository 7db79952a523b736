#~ args: --label revision=hash
FROM alpine:3.20
LABEL revision="main"
#~             ^^^^^^ label-bad-git-hash: `main` is no git hash
LABEL revision="4f0c2d"
#~             ^^^^^^^^ label-bad-git-hash: `4f0c2d` is no git hash
