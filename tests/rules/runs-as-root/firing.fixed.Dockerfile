FROM debian:12 AS build
USER root
RUN make
FROM jenkins/jenkins:2.452
USER root
RUN apt-get update \
 && apt-get install -y make
COPY plugins.txt /plugins.txt
USER jenkins
EXPOSE 8080
