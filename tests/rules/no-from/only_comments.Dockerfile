# FROM alpine:3.20
# RUN true
#~         |... no-from: the file has no instruction
