FROM debian:12
RUN apt-get update && apt-get install -y openssh-server
EXPOSE 22
#~     ^^ ssh-port-exposed(info): port 22 is exposed: ssh into a container
CMD ["/usr/sbin/sshd", "-D"]
