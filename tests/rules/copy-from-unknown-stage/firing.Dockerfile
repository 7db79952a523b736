FROM alpine:3.20 AS builder
COPY --from=7 /a /a
#~          ^ copy-from-unknown-stage: there is no stage `7` in this file
FROM alpine:3.20
COPY --from=buidler /a /b
#~          ^^^^^^^ copy-from-unknown-stage: no stage is called `buidler`; it is read as an image
COPY --from=assets /a /b
#~          ^^^^^^ copy-from-unknown-stage(warning): no stage is called `assets`; it is read as an image
COPY --from="0abc" /a /b
#~           ^^^^ copy-from-unknown-stage(warning): no stage is called `0abc`; it is read as an image
RUN --mount=from=builderr,target=/x true
#~          ^^^^^^^^^^^^^ copy-from-unknown-stage: no stage is called `builderr`; it is read as an image
COPY --from=-1 /a /a
#~          ^^ copy-from-unknown-stage: there is no stage `-1` in this file
