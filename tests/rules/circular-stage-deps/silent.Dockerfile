#~ note: backwards, forwards alone, and to itself are no circles of several
FROM alpine:3.20 AS one
COPY --from=later /a /a
FROM alpine:3.20 AS self
COPY --from=self /a /a
FROM alpine:3.20 AS later
COPY --from=self /b /b
FROM one
COPY --from=one /b /b
