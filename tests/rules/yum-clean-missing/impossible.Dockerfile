FROM centos:7
RUN ["yum", "install", "-y", "httpd"]
#~    ^^^^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
RUN yum install -y httpd && exec true
#~  ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
