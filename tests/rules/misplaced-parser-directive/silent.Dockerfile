#syntax=docker/dockerfile:1
# escape=`
# The syntax = what docker reads
# escape=backslash
# syntax: docker/dockerfile:1
FROM alpine:3.20
# check=skip=JSONArgsRecommended
CMD true
RUN <<EOF
# syntax=docker/dockerfile:1
EOF
