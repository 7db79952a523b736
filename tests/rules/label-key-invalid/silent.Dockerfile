FROM alpine:3.20
LABEL org.label-schema.vcs-ref="x" maintainer="y" io.k8s.display-name="z"
LABEL camelCase=1 Upper_Case=2 1st=3 example.org/team=4
LABEL com.docker-team=5
