FROM alpine:3.20
COPY --chmod=644 conf/ /etc/app/
#~           ^^^ chmod-closes-directory: the directories get this mode too: only root can enter them
COPY --chmod=0600 a.txt . /srv/
#~           ^^^^ chmod-closes-directory: the directories get this mode too: only root can enter them
COPY --chmod=0444 --from=alpine:3.20 /etc/ /copy/
#~           ^^^^ chmod-closes-directory: the directories get this mode too: only root can enter them
COPY --chmod=640 tree /tree
#~           ^^^ chmod-closes-directory: the directories get this mode too: only root can enter them
#~ --- tree/leaf.txt
leaf
