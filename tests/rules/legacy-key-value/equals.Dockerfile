FROM alpine:3.20
ENV A = one
#~  ^^^^^^^ legacy-key-value: the blank before `=` makes it a part of the value of `A`
ENV B = "one two"
#~  ^^^^^^^^^^^^^ legacy-key-value: the blank before `=` makes it a part of the value of `B`
ENV C =one
#~  ^^^^^^ legacy-key-value: the blank before `=` makes it a part of the value of `C`
LABEL d = two words
#~    ^^^^^^^^^^^^^ legacy-key-value: the blank before `=` makes it a part of the value of `d`
#~ unsafe-fix: equals.fixed.Dockerfile
