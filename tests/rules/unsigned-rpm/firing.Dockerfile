FROM fedora:40
RUN dnf -y --nogpgcheck install httpd
#~         ^^^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
RUN yum install -y httpd --nogpgcheck && microdnf --nogpgcheck install httpd
#~                       ^^^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
#~                                                ^^^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
RUN dnf install -y --no-gpgchecks https://example.org/x.rpm
#~                 ^^^^^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
RUN rpm -i --nosignature https://example.org/x.rpm
#~         ^^^^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
RUN zypper --no-gpg-checks -n install httpd && zypper ar -G https://example.org/ a
#~         ^^^^^^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
#~                                                       ^^ unsigned-rpm: packages are installed without checking their signatures
RUN dnf -y --setopt=gpgcheck=0 install httpd
#~                  ^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
RUN printf "[a]\nbaseurl=https://example.org/\ngpgcheck=0\n" >/etc/yum.repos.d/a.repo
#~                                             ^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
RUN sed -i 's/^gpgcheck=1/gpgcheck=0/' /etc/yum.conf
#~                        ^^^^^^^^^^ unsigned-rpm: packages are installed without checking their signatures
RUN <<EOS
cat <<EOF >/etc/yum.repos.d/b.repo
[b]
gpgcheck = 0
#~ 1-12 unsigned-rpm: packages are installed without checking their signatures
EOF
EOS
COPY <<EOF /etc/yum.repos.d/c.repo
[c]
gpgcheck=no
#~ 1-11 unsigned-rpm: packages are installed without checking their signatures
EOF
