FROM debian:12
RUN VERSION=$(curl -fsS https://example.org/version) && export VERSION
RUN export N=$(nproc) && make -j$N
RUN export A=b
RUN export ARCH=$(uname -m | sed s/x86_64/amd64/)
RUN export N=$(grep -c processor /proc/cpuinfo || echo 1) && make -j$N
RUN export A=$(cat /etc/a 2>/dev/null || true) B="$(cat /b || :)"
RUN export DIR="$([ -z "$X" ] && printf a || printf b)"
