FROM alpine:3.20
COPY --from=1 /a /a
#~          ^ circular-stage-deps: stage `0` waits for itself, by way of others
FROM alpine:3.20
COPY --from=0 /a /a
FROM alpine:3.20 AS a
COPY --from=b /a /a
#~          ^ circular-stage-deps: stage `a` waits for itself, by way of others
FROM a AS b
