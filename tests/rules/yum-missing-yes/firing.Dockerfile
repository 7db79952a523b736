FROM centos:7
RUN yum install httpd
#~  ^^^^^^^^^^^ yum-missing-yes: `yum install` waits for an answer that nobody gives
RUN yum update && yum -q install httpd --enablerepo=epel
#~  ^^^^^^^^^^ yum-missing-yes: `yum update` waits for an answer that nobody gives
#~                ^^^^^^^^^^^^^^ yum-missing-yes: `yum install` waits for an answer that nobody gives
RUN yum groupinstall "Development Tools" && yum group install tools
#~  ^^^^^^^^^^^^^^^^ yum-missing-yes: `yum groupinstall` waits for an answer that nobody gives
#~                                          ^^^^^^^^^ yum-missing-yes: `yum group` waits for an answer that nobody gives
RUN ["yum", "remove", "httpd"]
#~    ^^^^^^^^^^^^^ yum-missing-yes: `yum remove` waits for an answer that nobody gives
RUN yum install \
#~  ^^^^^^^^^^^ yum-missing-yes: `yum install` waits for an answer that nobody gives
      httpd \
      php && \
    yum clean all
ONBUILD RUN sudo yum localinstall ./x.rpm
#~               ^^^^^^^^^^^^^^^^ yum-missing-yes: `yum localinstall` waits for an answer that nobody gives
#~ fix: firing.fixed.Dockerfile
