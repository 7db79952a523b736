FROM ubuntu:24.04
RUN apt-get update && sudo -E apt-get install -y \
    curl ; (make install)
RUN ["sudo", "make"]
RUN <<EOS
set -e
ldconfig
EOS
ONBUILD RUN make
USER ubuntu
RUN sudo ldconfig
