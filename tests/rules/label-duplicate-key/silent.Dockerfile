FROM alpine:3.20 AS build
LABEL team="harbour"
FROM build
LABEL team="pilots"
ONBUILD LABEL team="tugs"
ONBUILD LABEL team="tugs"
