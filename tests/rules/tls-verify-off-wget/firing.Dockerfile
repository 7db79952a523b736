FROM debian:12
RUN wget --no-check-certificate https://example.com/a
#~       ^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-wget: wget takes any certificate, and so any server, for the right one
RUN wget -q --check-certificate=off https://example.com/b
#~          ^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-wget: wget takes any certificate, and so any server, for the right one
RUN wget \
    --no-check-certificate \
#~  ^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-wget: wget takes any certificate, and so any server, for the right one
    https://example.com/c
RUN wget -e check_certificate=off https://example.com/d
#~       ^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-wget: wget takes any certificate, and so any server, for the right one
RUN ["wget", "--no-check-certificate", "https://example.com/e"]
#~            ^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-wget: wget takes any certificate, and so any server, for the right one
RUN echo "check_certificate = off" >> /root/.wgetrc
#~       ^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-wget: every wget from here on takes any certificate
#~ unsafe-fix: firing.fixed.Dockerfile
