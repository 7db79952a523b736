FROM centos:7
RUN yum install -y httpd
RUN yum update -y && yum -q install -y httpd --enablerepo=epel
RUN yum groupinstall -y "Development Tools" && yum group -y install tools
RUN ["yum", "remove", "-y", "httpd"]
RUN yum install -y \
      httpd \
      php && \
    yum clean all
ONBUILD RUN sudo yum localinstall -y ./x.rpm
