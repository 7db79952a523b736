FROM alpine:3.20
RUN true && \

#~ 1| empty-continuation: this blank line does not end the instruction above it
    	
  # a remark

#~ 1| empty-continuation: this blank line does not end the instruction above it
    true
ENV A=1 \

#~ 1| empty-continuation: this blank line does not end the instruction above it
    B=2
RUN true \

#~ 1| empty-continuation: this blank line does not end the instruction above it
USER nobody
#~ fix: firing.fixed.Dockerfile
