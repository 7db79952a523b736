FROM debian:12
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN bash -c "curl https://example.com/x.tgz | tar xz"
#~           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pipefail-missing: a failure of `curl` goes unnoticed: the pipe ends with another's status
