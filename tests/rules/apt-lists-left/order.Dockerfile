FROM debian:12
RUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y curl
#~                                 ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
RUN apt-get update && apt-get install -y git; rm -rf /var/lib/apt/lists/*; apt-get update
#~                                                                         ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
#~ fix: order.fixed.Dockerfile
