FROM alpine:3.20
ONBUILD RUN true
ONBUILD COPY --from=alpine:3.20 /etc/passwd /x
ONBUILD ENV FROM=1
