FROM alpine:3.20
CMD ["sleep", 60]
#~            ^^ json-element-not-string: `60` is no string
ENTRYPOINT ["a \"1\" [", true, null]
#~                       ^^^^ json-element-not-string: `true` is no string
RUN ["a", ["b"]]
#~  ^^^^^^^^^^^^ json-element-not-string: an element of this array is no string
RUN ["a", {"b": 1}]
#~  ^^^^^^^^^^^^^^^ json-element-not-string: an element of this array is no string
SHELL ["sh", \
  -1.5e3 ]
#~^^^^^^ json-element-not-string: `-1.5e3` is no string
#~ unsafe-fix: firing.fixed.Dockerfile
