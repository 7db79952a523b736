FROM alpine:3.20
CMD ["sleep", "60"]
CMD []
RUN [ -f /etc/passwd ]
RUN [ "$A" = "b" ] && true
RUN [ -z "$A,$B" ] || exit 1
RUN [[ -f /x ]] && true
RUN [ "$A" ] && true
HEALTHCHECK CMD [ "$(cat /state)" = ok ]
HEALTHCHECK CMD [ -e /ready ]
CMD [ "$#" -gt 0 ] && true
COPY [a-z]*.txt [0-9] /srv/
COPY [ "a", "b" ]
RUN <<EOF
[ 'a', 'b' ]
EOF
ENV A=['a']
CMD ["sleep", 60]
COPY ["a", 1]
ONBUILD CMD [1, 2]
