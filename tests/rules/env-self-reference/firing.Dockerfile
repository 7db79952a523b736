FROM alpine:3.20
ENV A=/x B=$A/y
#~         ^^ env-self-reference: this ENV sets `$A` after it has expanded it: here it is empty
ENV C=/x \
    D=1 \
    E=${C}/y \
#~    ^^^^ env-self-reference: this ENV sets `$C` after it has expanded it: here it is empty
    F=$C
#~    ^^ env-self-reference: this ENV sets `$C` after it has expanded it: here it is empty
env G=$H H=1
#~    ^^ env-self-reference: this ENV sets `$H` after it has expanded it: here it is empty

FROM registry.example.org/team/base:1
ENV APP_HOME=/srv PATH=$APP_HOME/bin:$PATH
#~                     ^^^^^^^^^ env-self-reference(warning): this ENV sets `$APP_HOME` after it has expanded it: here it is empty
ENV I=1 \
    # why
    J=$I
#~    ^^ env-self-reference(warning): this ENV sets `$I` after it has expanded it: here it is empty
ONBUILD ENV K=1 L=$K
#~                ^^ env-self-reference(warning): this ENV sets `$K` after it has expanded it: here it is empty
#~ unsafe-fix: firing.fixed.Dockerfile
