#~ args: --option any=true
FROM debian:12
RUN make
RUN make test
#~ 1-3 consecutive-run: a RUN directly behind another one
#~ unsafe-fix: any.fixed.Dockerfile
