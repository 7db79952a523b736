FROM alpine:3.20 AS first
FROM alpine:3.20 AS app
COPY --from=app /a /b
#~          ^^^ copy-from-self: `app` is the very stage that is being built here
COPY --from=APP /a /b
#~          ^^^ copy-from-self: `APP` is the very stage that is being built here
COPY --from=1 /a /b
#~          ^ copy-from-self: `1` is the very stage that is being built here
RUN --mount=from=app,target=/x true
#~          ^^^^^^^^ copy-from-self: `app` is the very stage that is being built here
