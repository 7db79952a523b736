FROM fedora:40
RUN dnf install -y httpd
RUN dnf upgrade -y --refresh && dnf install -y --setopt=install_weak_deps=False httpd
RUN dnf5 remove -y httpd && tdnf install -y httpd
RUN dnf module -y enable nodejs:20 && dnf copr -y enable me/mine
ONBUILD RUN dnf install -y httpd
