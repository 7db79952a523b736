FROM debian:12 AS a
SHELL ["/bin/bash", "-c"]
RUN source /etc/profile && mkdir -p /srv/{a,b}

FROM fedora:40
RUN source /etc/profile

FROM example.org/own:1
RUN source /etc/profile

FROM debian:12
RUN bash -c "source /etc/profile && mkdir -p /srv/{a,b}"
RUN . /etc/profile
RUN echo "{a,b}" '{a,b}'
RUN make > /log 2>&1
RUN <<EOS
#!/bin/bash
source /etc/profile
EOS
RUN ln -sf /bin/bash /bin/sh
RUN source /etc/profile
FROM debian:12
RUN /bin/echo -e "a\nb"
