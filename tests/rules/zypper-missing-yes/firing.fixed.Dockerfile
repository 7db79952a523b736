FROM opensuse/leap:15.6
RUN zypper install -y httpd
RUN zypper in -y -n httpd && zypper --quiet up -y
RUN zypper ref && zypper rm -y httpd && zypper patch -y && zypper dup -y
ONBUILD RUN zypper install -y httpd
