FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
RUN apt-get update && \
    apt-get install -y git && \
    git --version && \
    rm -rf /var/lib/apt/lists/*
RUN apt-get update \
    # the compiler
    && apt-get install -y --no-install-recommends \
        gcc \
        make \
    && make --version \
    && rm -rf /var/lib/apt/lists/*
RUN set -eux; \
    apt-get update; \
    apt-get install -y xz-utils; \
    rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y \
        less \
        vim \
        && rm -rf /var/lib/apt/lists/*
RUN <<EOS
set -e
apt-get update
apt-get install -y jq
rm -rf /var/lib/apt/lists/*
EOS
