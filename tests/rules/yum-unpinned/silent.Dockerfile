FROM fedora:40
ARG V
RUN yum install -y httpd-2.4.59 php-8.2.20-1.fc40 java-11-openjdk-11.0.23.0.9
RUN yum install -y httpd-${V} $PACKAGES lib*
RUN yum install -y ./local.rpm /tmp/x.rpm https://example.org/x.rpm @development-tools
RUN yum groupinstall -y tools && yum update -y && yum remove -y httpd && yum clean all
RUN echo yum install httpd
