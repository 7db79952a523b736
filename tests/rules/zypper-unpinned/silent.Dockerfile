FROM opensuse/leap:15.6
ARG V
RUN zypper -n install httpd=2.4.58 'php>=8' "perl<6"
RUN zypper -n install httpd=$V $PACKAGES ./x.rpm https://example.org/x.rpm
RUN zypper -n install -t pattern devel_basis && zypper -n install pattern:devel_basis
RUN zypper -n rm httpd && zypper -n up && zypper ref
