FROM alpine/git:2.45.2
RUN git -c http.sslVerify=false clone https://example.org/a.git
#~      ^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-git: git does not verify the certificate of the server
RUN git config --global http.sslverify false && git config http.https://example.org/.sslVerify 0
#~                      ^^^^^^^^^^^^^^^^^^^^ tls-verify-off-git: git does not verify the certificate of the server
#~                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-git: git does not verify the certificate of the server
RUN git clone -c http.sslVerify=0 https://example.org/a.git
#~            ^^^^^^^^^^^^^^^^^^^ tls-verify-off-git: git does not verify the certificate of the server
RUN GIT_SSL_NO_VERIFY=1 git fetch
#~  ^^^^^^^^^^^^^^^^^^^ tls-verify-off-git: `GIT_SSL_NO_VERIFY` switches the verification off, whatever its value
RUN export GIT_SSL_NO_VERIFY=true
#~         ^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-git: `GIT_SSL_NO_VERIFY` switches the verification off, whatever its value
ENV GIT_SSL_NO_VERIFY=false
#~  ^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-git: `GIT_SSL_NO_VERIFY` switches the verification off, whatever its value
