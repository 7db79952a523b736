ARG BASE=alpine
ENV A=1
#~ 1-3 no-from: `ENV` stands before the first FROM
RUN true
