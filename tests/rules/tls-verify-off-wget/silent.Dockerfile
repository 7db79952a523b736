FROM debian:12
RUN wget -q https://example.com/a && wget --ca-certificate=/ca.pem https://example.com/b
RUN wget --check-certificate=on https://example.com/c
RUN wget --no-check-certificate https://localhost:8443/d
RUN echo "wget --no-check-certificate https://example.com/e"
RUN echo "check_certificate = on" >> /root/.wgetrc
