FROM alpine:3.20
ENV A=/x B=$A/y
#~         ^^ env-self-reference: `$A` is empty: this ENV sets it only afterwards
ENV C=/x \
    D=1 \
    E=${C}/y \
#~    ^^^^ env-self-reference: `$C` is empty: this ENV sets it only afterwards
    F=$C
#~    ^^ env-self-reference: `$C` is empty: this ENV sets it only afterwards
env G=$H H=1
#~    ^^ env-self-reference: `$H` is empty: this ENV sets it only afterwards

FROM registry.example.org/team/base:1
ENV APP_HOME=/srv PATH=$APP_HOME/bin:$PATH
#~                     ^^^^^^^^^ env-self-reference(warning): `$APP_HOME` is empty: this ENV sets it only afterwards
ENV I=1 \
    # why
    J=$I
#~    ^^ env-self-reference(warning): `$I` is empty: this ENV sets it only afterwards
ONBUILD ENV K=1 L=$K
#~                ^^ env-self-reference(warning): `$K` is empty: this ENV sets it only afterwards
#~ unsafe-fix: firing.fixed.Dockerfile
