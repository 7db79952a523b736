FROM alpine:3.20
COPY --from=1 /a /a
#~          ^ circular-stage-deps: stage `0` and stage `1` wait for each other
FROM alpine:3.20
COPY --from=0 /a /a
FROM alpine:3.20 AS a
COPY --from=b /a /a
#~          ^ circular-stage-deps: stage `a` and stage `b` wait for each other
FROM a AS b
