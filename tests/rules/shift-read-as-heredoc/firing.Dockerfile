FROM alpine:3.20
RUN mkdir /a && \
    echo $((1 << 4)) > /a/b
#~            ^^^^^^ shift-read-as-heredoc: the builder takes this shift for a heredoc that never ends
USER nobody
#~ fix: firing.fixed.Dockerfile
