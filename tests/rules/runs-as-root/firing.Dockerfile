FROM debian:12 AS build
USER root
RUN make
FROM jenkins/jenkins:2.452
USER root
#~   ^^^^ runs-as-root: the last USER is root: so is what the container runs
RUN apt-get update \
 && apt-get install -y make
COPY plugins.txt /plugins.txt
EXPOSE 8080
#~ unsafe-fix: firing.fixed.Dockerfile
