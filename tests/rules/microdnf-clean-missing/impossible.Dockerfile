FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN ["microdnf", "install", "-y", "httpd"]
#~    ^^^^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
RUN microdnf install -y httpd && exec true
#~  ^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf install` leaves its cache in this layer
# What a refresh alone is for is not known: cleaning would undo it.
RUN microdnf makecache
#~  ^^^^^^^^^^^^^^^^^^ microdnf-clean-missing: `microdnf makecache` leaves its cache in this layer
