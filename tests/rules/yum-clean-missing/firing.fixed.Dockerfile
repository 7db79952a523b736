FROM centos:7
RUN yum install -y httpd && yum clean all
RUN yum clean all && yum -y update && yum clean all
RUN yum install -y httpd && \
    yum clean all && \
    yum install -y php && \
    yum clean all
RUN set -eux; \
    yum install -y httpd; \
    httpd -v; \
    yum clean all
RUN yum install -y \
      httpd \
      # the language
      php \
      && yum clean all
RUN <<EOS
set -e
yum install -y httpd
yum clean all
EOS
RUN --mount=type=cache,target=/var/cache/apt yum install -y $PACKAGES && yum clean all
RUN sudo yum install -y httpd && sudo yum clean all
ONBUILD RUN yum install -y httpd && yum clean all
