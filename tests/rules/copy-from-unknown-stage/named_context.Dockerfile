#~ args: --build-context assets
FROM alpine:3.20
COPY --from=assets /a /b
