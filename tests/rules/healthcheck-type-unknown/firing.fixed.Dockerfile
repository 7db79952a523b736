FROM alpine:3.20
HEALTHCHECK CMD wget -q http://localhost/ || exit 1
HEALTHCHECK --interval=1s CMD ["true"]
HEALTHCHECK CMD
HEALTHCHECK --retries=2 cmd
