FROM opensuse/leap:15.6
RUN ["zypper", "-n", "install", "httpd"]
#~    ^^^^^^^^^^^^^^^^^^^^^^^ zypper-clean-missing: `zypper install` leaves its cache in this layer
# What a refresh alone is for is not known: cleaning would undo it.
RUN zypper refresh
#~  ^^^^^^^^^^^^^^ zypper-clean-missing: `zypper refresh` leaves its cache in this layer
