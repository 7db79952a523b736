FROM fedora:40
RUN dnf install -y httpd
#~                 ^^^^^ dnf-unpinned: `httpd` without a version
RUN dnf -y install httpd-2.4.59 php java-11-openjdk
#~                              ^^^ dnf-unpinned: `php` and `java-11-openjdk` without a version
RUN dnf install -y ./local.rpm httpd @tools
#~                             ^^^^^ dnf-unpinned: `httpd` without a version
ONBUILD RUN dnf install -y httpd
#~                         ^^^^^ dnf-unpinned: `httpd` without a version
RUN microdnf install -y httpd && tdnf install -y httpd && dnf5 install -y httpd
#~                      ^^^^^ dnf-unpinned: `httpd` without a version
#~                                               ^^^^^ dnf-unpinned: `httpd` without a version
#~                                                                        ^^^^^ dnf-unpinned: `httpd` without a version
