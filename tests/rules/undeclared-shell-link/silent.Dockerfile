FROM debian:12
SHELL ["/bin/bash", "-c"]
RUN ln -s /bin/sh /usr/local/bin/mysh
RUN ln -s /bin/bash /usr/local/bin/sh
RUN cp /bin/sh /backup/
RUN ln -s /bin/busybox /bin/sh
