FROM alpine:3.20
RUN true \

#~ 1| empty-continuation: this blank line does not end the instruction above it

#~ fix: at_the_end.fixed.Dockerfile
