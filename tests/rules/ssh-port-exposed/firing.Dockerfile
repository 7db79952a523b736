ARG PORT=22
FROM debian:12
ARG PORT
EXPOSE 80 22
#~        ^^ ssh-port-exposed: port 22 is exposed: ssh into a container
EXPOSE 22/tcp
#~     ^^^^^^ ssh-port-exposed: port 22 is exposed: ssh into a container
EXPOSE 20-25
#~     ^^^^^ ssh-port-exposed: port 22 is exposed: ssh into a container
EXPOSE $PORT
#~     ^^^^^ ssh-port-exposed: port 22 is exposed: ssh into a container
ONBUILD EXPOSE 22
#~             ^^ ssh-port-exposed: port 22 is exposed: ssh into a container
