FROM debian:12
RUN echo start
RUN wget -qO- https://example.org/tool.tar.gz | tar xz -C /opt
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pipefail-missing: a failure of `wget` goes unnoticed: the pipe ends with another's status
RUN apt-get update && curl -fsSL https://example.org/key | gpg --dearmor > /etc/key.gpg
#~                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pipefail-missing: a failure of `curl` goes unnoticed: the pipe ends with another's status
RUN VERSION=$(curl -s https://example.org/version | cut -d. -f1) && echo "$VERSION"
#~            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pipefail-missing: a failure of `curl` goes unnoticed: the pipe ends with another's status

FROM alpine:3.20
RUN wget -qO- https://example.org/tool.tar.gz | tar xz -C /opt
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pipefail-missing: a failure of `wget` goes unnoticed: the pipe ends with another's status
RUN wget -qO- https://example.org/list | grep -q good
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pipefail-missing: a failure of `wget` goes unnoticed: the pipe ends with another's status

FROM example.org/own/base:1
RUN curl -s https://example.org/x | sh
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pipefail-missing: a failure of `curl` goes unnoticed: the pipe ends with another's status

FROM debian:12
SHELL ["/bin/bash", "-c"]
RUN curl -s https://example.org/x \
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pipefail-missing: a failure of `curl` goes unnoticed: the pipe ends with another's status
    | sh
#~ unsafe-fix: firing.fixed.Dockerfile
