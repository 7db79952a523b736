#~ only: apt-lists-left, swallowed-instruction
FROM debian:12
RUN \
    apt-get update; \
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
    apt-get install -y curl; \
# the end of the step was here

EXPOSE 1955
#~ 1-6 swallowed-instruction: this EXPOSE is a part of the RUN above, whose line is continued
#~ unsafe-fix: swallowed.fixed.Dockerfile
