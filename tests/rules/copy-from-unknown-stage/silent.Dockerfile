FROM alpine:3.20 AS builder
FROM alpine:3.20 AS alpine2
COPY --from=builder /a /b
COPY --from=BUILDER /a /b
COPY --from=0 /a /b
COPY --from=ghcr.io/astral-sh/uv:0.8.15 /uv /bin/
COPY --from=team/tool /uv /bin/
COPY --from=busybox:1.36 /bin/busybox /bin/
COPY --from=tool@sha256:0000000000000000000000000000000000000000000000000000000000000000 /a /b
#~ note: images that are surely meant
COPY --from=alpine /a /b
COPY --from=composer /usr/bin/composer /usr/bin/
RUN --mount=type=bind,from=builder,source=/,target=/src true
RUN --mount=type=cache,target=/root/.cache true
#~ note: an option of the command, not of the instruction
RUN tool --from=nobody
#~ note: a word of a rule of its own
COPY --from=$TOOL /a /b
#~ note: the names are those of the file that builds on this one
ONBUILD COPY --from=buildr /a /b
