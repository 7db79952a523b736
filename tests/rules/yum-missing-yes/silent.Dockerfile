FROM centos:7
RUN yum install -y httpd && yum -y update && yum install httpd -y
RUN yum -yq install httpd && yum install -qy httpd && yum --assumeyes install httpd
RUN yum clean all && yum makecache && yum list installed && yum check-update
RUN yes | yum install httpd
RUN yum install httpd <answers
RUN yum $OPTIONS install httpd
RUN yum groups mark convert && yum group list && yum-config-manager --enable epel
RUN echo yum install httpd
