ARG TAG
ARG BASE=alpine
FROM alpine AS a
FROM localhost:5000/team/app:1.0 AS b
FROM registry.example.org/a/b_c/d__e/f-g.h:1.0_X-y AS c
FROM Registry/app AS d
FROM alpine@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AS e
FROM alpine:3.20@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AS f
FROM alpine:$TAG AS g
FROM ${BASE}:3.20
FROM scratch
COPY --from=A /a /b
COPY --from=0 /a /b
FROM resin/%%MACHINE%%-debian:latest
FROM @ARCH@/@FLAVOUR@:@RELEASE@
FROM jetbrains/app:@VERSION@
FROM <your-name>/app
FROM perl:{{version}}
FROM {ARG_FROM}
FROM ARG_FROM
FROM __ARCH__/__TAG__
FROM #DIST#:#NAME# AS x
#~ note: from-undefined-arg speaks of these
FROM postgres:${UNDECLARED}-alpine
FROM ${UNDECLARED}/app:1.0
