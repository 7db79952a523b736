FROM centos:7
RUN yum install -y httpd
#~  ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
RUN yum clean all && yum -y update
#~                   ^^^^^^^^^^^^^ yum-clean-missing: `yum update` leaves its cache in this layer
RUN yum install -y httpd && \
    yum clean all && \
    yum install -y php
#~  ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
RUN set -eux; \
    yum install -y httpd; \
#~  ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
    httpd -v
RUN yum install -y \
#~  ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
      httpd \
      # the language
      php
RUN <<EOS
set -e
yum install -y httpd
#~ 1-11 yum-clean-missing: `yum install` leaves its cache in this layer
EOS
RUN --mount=type=cache,target=/var/cache/apt yum install -y $PACKAGES
#~                                           ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
RUN sudo yum install -y httpd
#~       ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
ONBUILD RUN yum install -y httpd
#~          ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
#~ fix: firing.fixed.Dockerfile
