FROM alpine:3.20 AS one
COPY --from=two /a /a
#~          ^^^ circular-stage-deps: stage `one` waits for itself, by way of others
FROM alpine:3.20 AS two
RUN --mount=from=three,target=/x true
FROM one AS three
FROM alpine:3.20 AS last
COPY --from=three /a /a
