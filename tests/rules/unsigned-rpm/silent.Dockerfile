FROM fedora:40
COPY mine.rpm /tmp/
RUN dnf -y install httpd && rpm --import https://example.org/key.asc
RUN dnf -y --nogpgcheck install /tmp/mine.rpm && rpm -i --nosignature /tmp/mine.rpm
RUN printf "[a]\ngpgcheck=1\nrepo_gpgcheck=0\nlocalpkg_gpgcheck=0\n" >/etc/yum.repos.d/a.repo
RUN sed -i 's/gpgcheck=0/gpgcheck=1/' /etc/yum.conf
RUN zypper -n install httpd && zypper ar https://example.org/ a
# gpgcheck=0
