FROM debian:12
RUN cd /opt/app && rm -rf cache
RUN set -e; cd /opt/app; rm -rf cache
RUN cd /opt/app || exit 1; rm -rf cache
RUN cd /; ls
RUN cd ..; ls
RUN make; cd /opt/app
RUN if cd /opt/app; then make; fi
SHELL ["/bin/bash", "-e", "-c"]
RUN cd /opt/app; rm -rf cache
