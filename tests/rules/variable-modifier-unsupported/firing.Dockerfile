FROM alpine:3.20
ARG A=x
ENV B=${A^^}
#~    ^^^^^^ variable-modifier-unsupported: `${A^^}` has a modifier that the builder does not know
ENV C=${A:1:2}
#~    ^^^^^^^^ variable-modifier-unsupported: `${A:1:2}` has a modifier that the builder does not know
ENV D=${!A} E=${}
#~    ^^^^^ variable-modifier-unsupported: `${!A}` has a modifier that the builder does not know
#~            ^^^ variable-modifier-unsupported: `${}` names no variable
WORKDIR /srv/${A:}
#~           ^^^^^ variable-modifier-unsupported: `${A:}` lacks a modifier behind its colon
COPY ${A} /${A
#~         ^^^ variable-modifier-unsupported: `${A` lacks its closing brace
LABEL f="${A,,}"
#~       ^^^^^^ variable-modifier-unsupported: `${A,,}` has a modifier that the builder does not know
ENV G=${A=x}
#~    ^^^^^^ variable-modifier-unsupported: `${A=x}` has a modifier that the builder does not know
ENV H=${project.version}
#~    ^^^^^^^^^^^^^^^^^^ variable-modifier-unsupported(info): `${project.version}` has a modifier that the builder does not know
