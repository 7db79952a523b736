FROM fedora:40
RUN dnf -y --setopt=sslverify=1 install httpd
RUN echo "sslverify=true" >>/etc/yum.conf
RUN sed -i 's/sslverify=0/sslverify=1/' /etc/yum.conf
RUN git config --global http.sslVerify false && git -c http.sslVerify=0 fetch
# sslverify=0
RUN echo proxy_sslverify=0 sslverify=01
RUN grep -q "sslverify=false" /etc/yum.conf || yum install -y httpd
