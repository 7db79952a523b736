FROM alpine:3.20 # the small one
#~               ^^^^^^^^^^^^^^^ instruction-arity: FROM takes either one or three arguments
FROM alpine:3.20 as
#~               ^^ instruction-arity: FROM takes either one or three arguments
FROM alpine:3.20 named build
#~               ^^^^^^^^^^^ instruction-arity: FROM takes either one or three arguments
FROM
#~ 1-4 instruction-arity: FROM takes either one or three arguments
  FROM alpine:3.20 \
 # inside
  AS build # words
#~^^^^^^^^^^^^^^^^ instruction-arity: FROM takes either one or three arguments
#~ unsafe-fix: from_words.fixed.Dockerfile
