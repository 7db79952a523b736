FROM alpine:3.20
COPPY a b
#~ 1-5 unknown-instruction: `COPPY` is not an instruction
apt-get update
#~ 1-7 unknown-instruction: `apt-get` is not an instruction
RUN true
#~ unsafe-fix: firing.fixed.Dockerfile
