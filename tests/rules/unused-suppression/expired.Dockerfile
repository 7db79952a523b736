#~ with: apt-missing-yes
#~ args: --today 2026-11-21
FROM alpine:3.20
# plimsoll: ignore=apt-missing-yes until=2026-11-20 -- until the base is new
#~ 1-76 unused-suppression(error): this ignore has expired and hides nothing any more
RUN apt-get install curl
#~  ^^^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get install` waits for an answer that nobody gives
