FROM fedora:40
RUN dnf install -y httpd && dnf -y upgrade && dnf install --assumeyes httpd
RUN microdnf install httpd
RUN dnf clean all && dnf makecache && dnf module list && dnf config-manager --add-repo x.repo
RUN dnf install --setopt=assumeyes=True httpd
RUN printf 'y\n' | dnf install httpd
