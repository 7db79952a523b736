FROM debian:12
RUN apt-get update && apt-get install -y curl git jq
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        less \
        vim make \
        gcc \
    && rm -rf /var/lib/apt/lists/*
RUN set -e; apt-get install -y a b c
