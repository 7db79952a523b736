FROM alpine:3.20
ARG N=0
STOPSIGNAL SIGTREM
#~         ^^^^^^^ stopsignal-invalid: `SIGTREM` is no signal
STOPSIGNAL 0
#~         ^ stopsignal-invalid: `0` is no signal
STOPSIGNAL 65
#~         ^^ stopsignal-invalid: `65` is no signal
STOPSIGNAL 9 15
#~         ^^^^ stopsignal-invalid: `9 15` is no signal
STOPSIGNAL SIGRTMIN+16
#~         ^^^^^^^^^^^ stopsignal-invalid: `SIGRTMIN+16` is no signal
STOPSIGNAL SIGRTMIN3
#~         ^^^^^^^^^ stopsignal-invalid: `SIGRTMIN3` is no signal
STOPSIGNAL $N
#~         ^^ stopsignal-invalid: `0` is no signal
STOPSIGNAL -9
#~         ^^ stopsignal-invalid: `-9` is no signal
#~ unsafe-fix: firing.fixed.Dockerfile
