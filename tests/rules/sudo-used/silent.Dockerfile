FROM ubuntu:24.04
RUN apt-get update && apt-get install -y sudo
RUN echo "app ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/app && usermod -aG sudo app
RUN echo sudo make; cat /usr/bin/sudo
CMD ["sudo", "make"]
