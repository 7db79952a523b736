FROM alpine:3.20
ENV A ${B:-"a b"} c
#~  ^ legacy-key-value: `A` has a blank instead of `=` before its value
ENV "A B c
#~  ^^ legacy-key-value: `"A` has a blank instead of `=` before its value
ENV D it's
#~  ^ legacy-key-value: `D` has a blank instead of `=` before its value
LABEL "a b" c
#~    ^^ legacy-key-value: `"a` has a blank instead of `=` before its value
LABEL e \
#~    ^ legacy-key-value: `e` has a blank instead of `=` before its value
  # a remark
  f g
ENV H ${I^^} j
#~  ^ legacy-key-value: `H` has a blank instead of `=` before its value
