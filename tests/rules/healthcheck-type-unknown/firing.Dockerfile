FROM alpine:3.20
HEALTHCHECK wget -q http://localhost/ || exit 1
#~          ^^^^ healthcheck-type-unknown: `wget` is neither CMD nor NONE
HEALTHCHECK --interval=1s ["true"]
#~                        ^^^^^^^^ healthcheck-type-unknown: `["true"]` is neither CMD nor NONE
HEALTHCHECK CMD
#~          ^^^ healthcheck-type-unknown: HEALTHCHECK CMD lacks a command
HEALTHCHECK --retries=2 cmd
#~                      ^^^ healthcheck-type-unknown: HEALTHCHECK CMD lacks a command
#~ unsafe-fix: firing.fixed.Dockerfile
