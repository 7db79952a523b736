FROM debian:12
ARG HOST
RUN curl -fsSLO https://example.com/a.tgz && wget -q http://localhost/x && curl -o x http://127.0.0.1:80/x
RUN wget http://mirror/b && curl -O http://nexus.corp/c && curl -O http://10.0.0.1/d
RUN curl -O http://$HOST/e && curl -O http://${HOST:-example.com}/f
RUN echo "deb http://deb.debian.org/debian bookworm main" > /etc/apt/sources.list
RUN wget -q http://example.com/g && echo "0123  g" | sha256sum -c -
RUN curl -fO http://example.com/h -O http://example.com/h.asc && gpg --verify h.asc h
RUN curl http://example.com/ping && curl -o /dev/null http://example.com/warm
RUN gpg --keyserver http://keyserver.ubuntu.com --recv-keys 1234
ADD --checksum=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad http://example.com/i /i
ADD https://example.com/j /j
COPY http /http
