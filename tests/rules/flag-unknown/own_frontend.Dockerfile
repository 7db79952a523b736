# syntax=example.org/frontend:1
FROM alpine:3.20
COPY --magic a b
#~   ^^^^^^^ flag-unknown(info): COPY has no flag `--magic`
