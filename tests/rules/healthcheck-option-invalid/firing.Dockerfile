FROM alpine:3.20
HEALTHCHECK --interval=30 CMD true
#~                     ^^ healthcheck-option-invalid: `--interval` needs a duration such as 30s
HEALTHCHECK --timeout=1sec CMD true
#~                    ^^^^ healthcheck-option-invalid: `--timeout` needs a duration such as 30s
HEALTHCHECK --start-period=10us CMD true
#~                         ^^^^ healthcheck-option-invalid: `--start-period` needs a duration of at least 1ms
HEALTHCHECK --start-interval CMD true
#~          ^^^^^^^^^^^^^^^^ healthcheck-option-invalid: `--start-interval` needs a value
HEALTHCHECK --retries=many CMD true
#~                    ^^^^ healthcheck-option-invalid: `--retries` needs a number that is not negative
HEALTHCHECK --retries=-1 CMD true
#~                    ^^ healthcheck-option-invalid: `--retries` needs a number that is not negative
