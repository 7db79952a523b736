FROM alpine:3.20
ENV A=one two three
#~        ^^^^^^^^^ key-value-syntax: `two` has no `=` and no value
ENV A
#~  ^ key-value-syntax: `A` has no `=` and no value
ENV A=1 =2
#~      ^^ key-value-syntax: ENV lacks a name before the `=`
ENV =1
#~  ^^ key-value-syntax: ENV lacks a name before the `=`
LABEL a=b c d=e f
#~        ^ key-value-syntax: `c` has no `=` and no value
#~              ^ key-value-syntax: `f` has no `=` and no value
LABEL a="b" c
#~          ^ key-value-syntax: `c` has no `=` and no value
ARG =1
#~  ^^ key-value-syntax: ARG lacks a name before the `=`
ENV A=1 \
  B 2
#~^^^ key-value-syntax: `B` has no `=` and no value
#~ unsafe-fix: firing.fixed.Dockerfile
