FROM debian:12
RUN apt-get update && apt-get install -y curl
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*
#~                    ^^^^^^^^^^^^^^^^^^^^^^ apt-archives-left: the downloaded packages stay in this layer
#~ unsafe-fix: firing.fixed.Dockerfile
