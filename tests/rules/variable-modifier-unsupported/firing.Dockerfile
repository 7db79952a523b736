FROM alpine:3.20
ARG A=x
ENV B=${A^^}
#~    ^^^^^^ variable-modifier-unsupported: `${A^^}` has a modifier unknown to the builder
ENV C=${A:1:2}
#~    ^^^^^^^^ variable-modifier-unsupported: `${A:1:2}` has a modifier unknown to the builder
ENV D=${!A} E=${}
#~    ^^^^^ variable-modifier-unsupported: `${!A}` has a modifier unknown to the builder
#~            ^^^ variable-modifier-unsupported: `${}` names no variable
WORKDIR /srv/${A:}
#~           ^^^^^ variable-modifier-unsupported: `${A:}` lacks a modifier behind its colon
COPY ${A} /${A
#~         ^^^ variable-modifier-unsupported: `${A` lacks its closing brace
LABEL f="${A,,}"
#~       ^^^^^^ variable-modifier-unsupported: `${A,,}` has a modifier unknown to the builder
ENV G=${A=x}
#~    ^^^^^^ variable-modifier-unsupported: `${A=x}` has a modifier unknown to the builder
ENV H=${project.version}
#~    ^^^^^^^^^^^^^^^^^^ variable-modifier-unsupported(info): `${project.version}` has a modifier unknown to the builder
