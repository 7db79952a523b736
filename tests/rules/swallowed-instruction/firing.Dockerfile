FROM debian:12
RUN apt-get update && \
    apt-get install -y curl \
USER nobody
#~ 1-4 swallowed-instruction: this USER is a part of the RUN above, whose line is continued
ENV A=1 \
    B=2 \
  # a remark

ENV C=3
#~ 1-3 swallowed-instruction: this ENV is a part of the ENV above, whose line is continued
RUN make && \
RUN make install
#~ 1-3 swallowed-instruction: this RUN is a part of the RUN above, whose line is continued
COPY a b \
EXPOSE 80 \
#~ 1-6 swallowed-instruction: this EXPOSE is a part of the COPY above, whose line is continued
WORKDIR /srv \
#~ 1-7 swallowed-instruction: this WORKDIR is a part of the COPY above, whose line is continued
CMD ["sleep", "60"]
#~ 1-3 swallowed-instruction: this CMD is a part of the COPY above, whose line is continued
LABEL a=b \
    LABEL c=d
#~  ^^^^^ swallowed-instruction: this LABEL is a part of the LABEL above, whose line is continued
#~ unsafe-fix: firing.fixed.Dockerfile
