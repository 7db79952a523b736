FROM debian:12
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
SHELL ["/bin/bash", "-c"]
SHELL ["bash", "-c"]
