FROM opensuse/leap:15.6
RUN zypper -n install httpd && zypper --non-interactive in httpd && zypper install -y httpd
RUN zypper install --no-confirm httpd && zypper -nq up && zypper in -yl httpd
RUN zypper refresh && zypper addrepo https://example.org/x && zypper clean --all && zypper lr
RUN yes | zypper install httpd
RUN zypper $OPTIONS install httpd
