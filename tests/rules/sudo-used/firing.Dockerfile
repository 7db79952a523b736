FROM ubuntu:24.04
RUN sudo apt-get update && sudo -E apt-get install -y \
#~  ^^^^ sudo-used: sudo for a command that runs as root already
#~                         ^^^^ sudo-used: sudo for a command that runs as root already
    curl ; (sudo make install)
#~          ^^^^ sudo-used: sudo for a command that runs as root already
#~ note: dropped where the command runs as root
RUN ["sudo", "make"]
#~    ^^^^ sudo-used: sudo for a command that runs as root already
RUN <<EOS
set -e
sudo ldconfig
#~ 1-4 sudo-used: sudo for a command that runs as root already
EOS
ONBUILD RUN sudo make
#~          ^^^^ sudo-used: sudo for a command that runs as root already
USER ubuntu
RUN sudo ldconfig
#~  ^^^^ sudo-used(info): sudo in a RUN
#~ unsafe-fix: firing.fixed.Dockerfile
