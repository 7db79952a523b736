FROM debian:12
RUN apt-get update && apt-get install -y apt curl
RUN apt-key add key.asc && apt-mark hold curl && apt-cache policy
RUN echo "apt install x" > apt && rm -rf /var/lib/apt /etc/apt
RUN apt --version
