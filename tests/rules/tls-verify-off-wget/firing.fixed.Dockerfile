FROM debian:12
RUN wget https://example.com/a
RUN wget -q https://example.com/b
RUN wget \
    https://example.com/c
RUN wget https://example.com/d
RUN ["wget", "--no-check-certificate", "https://example.com/e"]
RUN echo "check_certificate = off" >> /root/.wgetrc
