FROM centos:7
RUN ["yum", "install", "-y", "httpd"]
#~    ^^^^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
RUN yum install -y httpd && exec true
#~  ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
# What a refresh alone is for is not known: cleaning would undo it.
RUN yum makecache
#~  ^^^^^^^^^^^^^ yum-clean-missing: `yum makecache` leaves its cache in this layer
RUN bash -c "yum install -y httpd"
#~           ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
RUN yum install -y httpd || true
#~  ^^^^^^^^^^^ yum-clean-missing: `yum install` leaves its cache in this layer
