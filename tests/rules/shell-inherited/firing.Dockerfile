#~ only: shell-inherited
FROM debian:12 AS base
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN true
FROM base AS next
FROM next
RUN echo "${HOSTNAME^^}" | tee /name
#~ 1-3 shell-inherited: the SHELL of this step comes from another stage
