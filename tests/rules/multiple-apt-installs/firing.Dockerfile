FROM debian:12
RUN apt-get update && apt-get install -y curl && apt-get install -y git jq
#~                                               ^^^^^^^^^^^^^^^^^^^^^^^^^ multiple-apt-installs: apt resolves and unpacks once more, right behind the install before
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        less \
        vim \
    && apt-get install --no-install-recommends -y \
#~     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^... multiple-apt-installs: apt resolves and unpacks once more, right behind the install before
        make \
        gcc \
    && rm -rf /var/lib/apt/lists/*
RUN set -e; apt-get install -y a; apt-get install -y b; apt-get install -y c
#~                                ^^^^^^^^^^^^^^^^^^^^ multiple-apt-installs: apt resolves and unpacks once more, right behind the install before
#~                                                      ^^^^^^^^^^^^^^^^^^^^ multiple-apt-installs: apt resolves and unpacks once more, right behind the install before
#~ unsafe-fix: firing.fixed.Dockerfile
