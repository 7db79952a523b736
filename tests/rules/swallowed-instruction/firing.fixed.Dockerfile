FROM debian:12
RUN apt-get update && \
    apt-get install -y curl
USER nobody
ENV A=1 \
    B=2
  # a remark

ENV C=3
RUN make
RUN make install
COPY a b
EXPOSE 80
WORKDIR /srv
CMD ["sleep", "60"]
LABEL a=b
    LABEL c=d
