FROM alpine:3.20 as one
#~               ^^ from-as-casing: `as` is not cased like `FROM`
from alpine:3.20 AS two
#~               ^^ from-as-casing: `AS` is not cased like `from`
FROM alpine:3.20 As three
#~               ^^ from-as-casing: `As` is not cased like `FROM`
FROM --platform=linux/amd64 alpine:3.20 \
  as four
#~^^ from-as-casing: `as` is not cased like `FROM`
#~ fix: firing.fixed.Dockerfile
