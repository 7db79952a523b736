FROM alpine:3.20
ENV A one
#~  ^ legacy-key-value: `A` has a blank instead of `=` before its value
ENV B one two
#~  ^ legacy-key-value: `B` has a blank instead of `=` before its value
env C "one two"
#~  ^ legacy-key-value: `C` has a blank instead of `=` before its value
ENV D one "two  three" 'f$o"u\r' \d \" "\$x"
#~  ^ legacy-key-value: `D` has a blank instead of `=` before its value
ENV E $A-${B:-none} ${C}
#~  ^ legacy-key-value: `E` has a blank instead of `=` before its value
ENV F a=b c=d
#~  ^ legacy-key-value: `F` has a blank instead of `=` before its value
ENV G it\ is
#~  ^ legacy-key-value: `G` has a blank instead of `=` before its value
ENV H "a b"c d
#~  ^ legacy-key-value: `H` has a blank instead of `=` before its value
ENV I   x	y
#~  ^ legacy-key-value: `I` has a blank instead of `=` before its value
LABEL maintainer Jo Field <jo@example.org>
#~    ^^^^^^^^^^ legacy-key-value: `maintainer` has a blank instead of `=` before its value
LABEL org.example.text \
#~    ^^^^^^^^^^^^^^^^ legacy-key-value: `org.example.text` has a blank instead of `=` before its value
  "some text"
ENV J one \
#~  ^ legacy-key-value: `J` has a blank instead of `=` before its value
  two \
  # a remark
    three
ONBUILD ENV K a b
#~          ^ legacy-key-value: `K` has a blank instead of `=` before its value
ENV L C:\\dir\\x
#~  ^ legacy-key-value: `L` has a blank instead of `=` before its value
ENV M 'one two'
#~  ^ legacy-key-value: `M` has a blank instead of `=` before its value
ENV N a#b #c
#~  ^ legacy-key-value: `N` has a blank instead of `=` before its value
#~ fix: firing.fixed.Dockerfile
