FROM alpine:3.20
RUN : $(( x = 1 <<2 ))
#~              ^^^ shift-read-as-heredoc: the builder takes this shift for a heredoc that never ends
#~ fix: other.fixed.Dockerfile
