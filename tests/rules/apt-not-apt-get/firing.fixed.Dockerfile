FROM debian:12
RUN apt-get update && apt-get install -y curl && apt-get clean
RUN sudo apt-get -y upgrade
RUN apt list --installed
RUN ["apt-get", "install", "-y", "git"]
RUN apt-get \
    install -y \
    jq && apt-get autoremove -y
RUN /usr/bin/apt install -y less
RUN apt full-upgrade -y
