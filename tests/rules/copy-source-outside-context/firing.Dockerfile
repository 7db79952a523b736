FROM alpine:3.20 AS below
ARG NAME
ENV UP=../up
COPY ../lib /srv/lib
#~   ^^^^^^ copy-source-outside-context: `../lib`: nothing above the build context is sent
COPY a/../../lib .. /srv/
#~   ^^^^^^^^^^^ copy-source-outside-context: `a/../../lib`: nothing above the build context is sent
#~               ^^ copy-source-outside-context: `..`: nothing above the build context is sent
ADD ["/../c d", "/srv/"]
#~    ^^^^^^^ copy-source-outside-context: `/../c d`: nothing above the build context is sent
COPY ../$NAME $UP /srv/
#~   ^^^^^^^^ copy-source-outside-context: `../${NAME}`: nothing above the build context is sent
#~            ^^^ copy-source-outside-context: `../up`: nothing above the build context is sent
ONBUILD COPY ./../lib /srv/
#~           ^^^^^^^^ copy-source-outside-context: `./../lib`: nothing above the build context is sent
FROM alpine:3.20
COPY --from=below ../etc/app /etc/app
#~                ^^^^^^^^^^ copy-source-outside-context(info): `../etc/app`: nothing is above the root of a stage
