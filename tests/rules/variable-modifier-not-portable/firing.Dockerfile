#~ only: variable-modifier-not-portable
ARG TAG
FROM alpine:${TAG-3.20}
#~          ^^^^^^^^^^^ variable-modifier-not-portable: `-` is BuildKit's: the classic builder refuses it, others may too
ENV A=b
ENV B=${A+x} C=${A:?unset} D=${A#b} E=${A/b/c}
#~    ^^^^^^ variable-modifier-not-portable: `+` is BuildKit's: the classic builder refuses it, others may too
#~             ^^^^^^^^^^^ variable-modifier-not-portable: `:?` is BuildKit's: buildah does not fail
#~                           ^^^^^^ variable-modifier-not-portable: `#` is BuildKit's: the classic builder refuses it, others may too
#~                                    ^^^^^^^^ variable-modifier-not-portable: `/` is BuildKit's: the classic builder refuses it, others may too
