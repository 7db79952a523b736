FROM alpine/git:2.45.2
RUN git -c http.sslVerify=true clone https://example.org/a.git
RUN git config --global http.sslVerify true && git config --unset http.sslVerify
RUN git config --global user.name false && git config http.sslCAInfo /etc/ssl/ca.pem
RUN echo GIT_SSL_NO_VERIFY=1
