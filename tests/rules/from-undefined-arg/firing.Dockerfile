ARG VERSION=3.20
FROM alpine:${VERSON} AS base
#~          ^^^^^^^^^ from-undefined-arg: no ARG above the first FROM declares `$VERSON`
ARG NODE=22
FROM node:$NODE AS web
#~        ^^^^^ from-undefined-arg: no ARG above the first FROM declares `$NODE`
FROM --platform=$PLATFORM alpine:3.20
#~              ^^^^^^^^^ from-undefined-arg: no ARG above the first FROM declares `$PLATFORM`
FROM python:${PYTHON:-3.12}
#~          ^^^^^^^^^^^^^^^ from-undefined-arg(warning): no ARG above the first FROM declares `$PYTHON`
FROM a${ONE}b${TWO}
#~    ^^^^^^ from-undefined-arg: no ARG above the first FROM declares `$ONE`
#~           ^^^^^^ from-undefined-arg: no ARG above the first FROM declares `$TWO`
