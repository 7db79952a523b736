FROM opensuse/leap:15.6
RUN zypper -n install httpd && zypper clean --all
RUN zypper ref && zypper -n up && zypper clean --all
RUN zypper clean && \
    zypper -n install httpd && \
    zypper clean --all
ONBUILD RUN zypper -n install httpd && zypper clean --all
