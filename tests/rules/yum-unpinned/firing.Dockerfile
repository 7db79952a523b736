FROM fedora:40
RUN yum install -y httpd
#~                 ^^^^^ yum-unpinned: `httpd` without a version
RUN yum -y install httpd-2.4.59 php java-11-openjdk
#~                              ^^^ yum-unpinned: `php` and `java-11-openjdk` without a version
RUN yum install -y ./local.rpm httpd @tools
#~                             ^^^^^ yum-unpinned: `httpd` without a version
ONBUILD RUN yum install -y httpd
#~                         ^^^^^ yum-unpinned: `httpd` without a version
