FROM fedora:40
RUN dnf -y --setopt=sslverify=0 install httpd
#~                  ^^^^^^^^^^^ tls-verify-off-yum: packages are fetched without verifying the server's certificate
RUN yum -y --setopt=sslverify=false install httpd
#~                  ^^^^^^^^^^^^^^^ tls-verify-off-yum: packages are fetched without verifying the server's certificate
RUN yum-config-manager --save --setopt=epel.sslverify=false
#~                                          ^^^^^^^^^^^^^^^ tls-verify-off-yum: packages are fetched without verifying the server's certificate
RUN echo "sslverify=0" >>/etc/yum.conf
#~        ^^^^^^^^^^^ tls-verify-off-yum: packages are fetched without verifying the server's certificate
RUN sed -i 's/sslverify=1/sslverify=0/' /etc/yum.conf
#~                        ^^^^^^^^^^^ tls-verify-off-yum: packages are fetched without verifying the server's certificate
RUN cat <<EOF >/etc/yum.repos.d/a.repo
[a]
baseurl=https://example.org/
sslverify = False
#~ 1-17 tls-verify-off-yum: packages are fetched without verifying the server's certificate
EOF
COPY <<EOF /etc/yum.repos.d/b.repo
[b]
sslverify=0
#~ 1-11 tls-verify-off-yum: packages are fetched without verifying the server's certificate
EOF
