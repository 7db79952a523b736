FROM debian:12
RUN VERSION=$(curl -fsS https://example.org/version) && export VERSION
RUN export N=$(nproc) && make -j$N
RUN export A=b
RUN export ARCH=$(uname -m | sed s/x86_64/amd64/)
