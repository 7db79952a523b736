FROM alpine:3.20
ENV A=1 B="two words" C=a\ b
LABEL d=e "f g"="h i"
ENV K
ARG L M
ONBUILD ENV A=b
