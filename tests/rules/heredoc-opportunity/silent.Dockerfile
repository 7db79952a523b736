FROM debian:12
RUN mkdir /a && cd /a && touch b
RUN a && b && c && d && e || f
RUN set -e; a; b; c; d; e
RUN <<EOF
a
b
c
d
e && f && g && h && i
EOF
RUN ["a", "b"]
