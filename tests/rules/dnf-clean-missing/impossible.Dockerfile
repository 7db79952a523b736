FROM fedora:40
RUN ["dnf", "install", "-y", "httpd"]
#~    ^^^^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
RUN dnf install -y httpd && exec true
#~  ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
# What a refresh alone is for is not known: cleaning would undo it.
RUN dnf makecache
#~  ^^^^^^^^^^^^^ dnf-clean-missing: `dnf makecache` leaves its cache in this layer
