FROM alpine:3.20 AS first
COPY --from=last /a /b
#~          ^^^^ copy-from-unknown-stage: stage `last` begins only below this one
COPY --from=2 /a /b
#~          ^ copy-from-unknown-stage: stage `2` begins only below this one
RUN --mount=from=last,target=/x true
#~          ^^^^^^^^^ copy-from-unknown-stage: stage `last` begins only below this one
FROM alpine:3.20 AS middle
FROM alpine:3.20 AS last
COPY --from=middle /a /b
