FROM debian:12
SHELL ["/bin/bash", "-c"]
SHELL [ "/bin/bash", \
  "-c" ]
