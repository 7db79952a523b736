FROM alpine:3.20 AS below
ARG NAME
ENV UP=../up
COPY ../lib /srv/lib
#~   ^^^^^^ copy-source-outside-context: nothing above the build context reaches the builder: `../lib`
COPY a/../../lib .. /srv/
#~   ^^^^^^^^^^^ copy-source-outside-context: nothing above the build context reaches the builder: `a/../../lib`
#~               ^^ copy-source-outside-context: nothing above the build context reaches the builder: `..`
ADD ["/../c d", "/srv/"]
#~    ^^^^^^^ copy-source-outside-context: nothing above the build context reaches the builder: `/../c d`
COPY ../$NAME $UP /srv/
#~   ^^^^^^^^ copy-source-outside-context: nothing above the build context reaches the builder: `../${NAME}`
#~            ^^^ copy-source-outside-context: nothing above the build context reaches the builder: `../up`
ONBUILD COPY ./../lib /srv/
#~           ^^^^^^^^ copy-source-outside-context: nothing above the build context reaches the builder: `./../lib`
FROM alpine:3.20
COPY --from=below ../etc/app /etc/app
#~                ^^^^^^^^^^ copy-source-outside-context(info): nothing is above the root of a stage: `../etc/app`
