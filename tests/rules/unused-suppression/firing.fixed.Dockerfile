FROM alpine:3.20
CMD ["a"]
# plimsoll: ignore=apt-missing-yes -- one of them is
RUN apt-get install curl
# plimsoll: ignore=multiple-cmds
RUN true && \
    false
# plimsoll: disable=multiple-cmd
RUN true
