FROM opensuse/leap:15.6
RUN zypper -n install httpd
#~                    ^^^^^ zypper-unpinned: `httpd` without a version
RUN zypper in -y httpd=2.4.58 php
#~                            ^^^ zypper-unpinned: `php` without a version
ONBUILD RUN zypper -n install httpd
#~                            ^^^^^ zypper-unpinned: `httpd` without a version
