FROM debian:12
RUN apt update && apt install -y curl && apt clean
#~  ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
#~                ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
#~                                       ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
RUN sudo apt -y upgrade
#~       ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
RUN apt list --installed
#~  ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
RUN ["apt", "install", "-y", "git"]
#~    ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
RUN apt \
#~  ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
    install -y \
    jq && apt autoremove -y
#~        ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
RUN /usr/bin/apt install -y less
#~  ^^^^^^^^^^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
RUN apt full-upgrade -y
#~  ^^^ apt-not-apt-get: apt is made for people at a terminal, not for scripts
#~ unsafe-fix: firing.fixed.Dockerfile
