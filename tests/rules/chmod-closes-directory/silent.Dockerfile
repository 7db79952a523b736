FROM alpine:3.20
ARG MODE
COPY --chmod=755 conf/ /etc/app/
COPY --chmod=u=rwX,go=rX conf/ /etc/app/
COPY --chmod=644 file.txt /etc/app/file.txt
COPY --chmod=$MODE conf/ /etc/app/
COPY --chmod=644 --from=alpine:3.20 /etc/os-release /copy
#~ --- file.txt
text
