FROM golang:1.23 AS build
FROM golang:1.23 AS Other
FROM alpine:3.20
COPY --from=build /out/app /usr/bin/app
COPY --from=Other /out/app /usr/bin/other
COPY --from=0 /out/app /usr/bin/zero
