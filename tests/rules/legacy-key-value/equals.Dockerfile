FROM alpine:3.20
ENV A = one
#~  ^^^^^^^ legacy-key-value: the value of `A` begins with an equals sign
ENV B = "one two"
#~  ^^^^^^^^^^^^^ legacy-key-value: the value of `B` begins with an equals sign
ENV C =one
#~  ^^^^^^ legacy-key-value: the value of `C` begins with an equals sign
LABEL d = two words
#~    ^^^^^^^^^^^^^ legacy-key-value: the value of `d` begins with an equals sign
#~ unsafe-fix: equals.fixed.Dockerfile
