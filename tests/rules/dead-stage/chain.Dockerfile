FROM golang:1.22 AS a
#~ 1-4 dead-stage: nothing in the file uses the stage `a`
FROM a AS b
#~ 1-4 dead-stage: nothing in the file uses the stage `b`
FROM debian:12
CMD ["bash"]
#~ unsafe-fix: chain.fixed.Dockerfile
