#~ with: multiple-cmd, apt-missing-yes
#~ args: --today 2026-11-21
# hadolint global ignore=DL9999
FROM alpine:3.20
# plimsoll: ignore=apt-missing-yes until=2026-11-21 -- not for long
RUN apt-get install curl
# plimsoll: ignore=apt-lists-left -- that rule does not run here
RUN true
# hadolint ignore=DL9998,SC2086
RUN true
# hadolint ignore=DL4003
CMD ["a"]
CMD ["b"]
