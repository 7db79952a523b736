FROM debian:12
RUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y git; rm -rf /var/lib/apt/lists/*; apt-get update && rm -rf /var/lib/apt/lists/*
