FROM alpine:3.20
# plimsoll: ignore=multiple-cmd
#~ 1-31 unexplained-suppression: an ignore without a reason
CMD ["a"]
# hadolint ignore=DL3018,DL3019
#~ 1-31 unexplained-suppression: an ignore without a reason
RUN apk add curl
# plimsoll: ignore=multiple-cmd --
#~ 1-34 unexplained-suppression: an ignore without a reason
CMD ["b"]
