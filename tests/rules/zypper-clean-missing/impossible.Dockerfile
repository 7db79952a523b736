FROM opensuse/leap:15.6
RUN ["zypper", "-n", "install", "httpd"]
#~    ^^^^^^^^^^^^^^^^^^^^^^^ zypper-clean-missing: `zypper install` leaves its cache in this layer
