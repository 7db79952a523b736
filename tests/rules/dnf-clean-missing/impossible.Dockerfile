FROM fedora:40
RUN ["dnf", "install", "-y", "httpd"]
#~    ^^^^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
RUN dnf install -y httpd && exec true
#~  ^^^^^^^^^^^ dnf-clean-missing: `dnf install` leaves its cache in this layer
