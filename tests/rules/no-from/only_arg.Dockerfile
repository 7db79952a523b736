ARG BASE=alpine
ARG OTHER
#~ 1-9 no-from: there is no FROM: ARG alone makes no stage
