# escape=` (backtick)
#~       ^^^^^^^^^^^^ escape-directive-invalid: `` (backtick)` cannot be the escape character
FROM alpine:3.20
