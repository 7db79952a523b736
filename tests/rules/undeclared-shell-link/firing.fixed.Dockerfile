FROM debian:12
SHELL ["/bin/bash", "-c"]
RUN rm /bin/sh && ln -s /bin/bash /bin/sh

FROM debian:12
RUN apt-get update && apt-get install -y git
SHELL ["/bin/bash", "-c"]

FROM debian:12
SHELL ["/bin/bash", "-c"]

FROM debian:12
RUN ln -sf /bin/dash /bin/sh
