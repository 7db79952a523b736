FROM alpine:3.20
RUN : $(( x =1<<2 ))
