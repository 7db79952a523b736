FROM debian:12 AS dev
RUN apt-get update && apt-get install -y gcc make
RUN make deps
CMD ["bash"]
