FROM opensuse/leap:15.6
RUN zypper -n install httpd
#~  ^^^^^^^^^^^^^^^^^ zypper-clean-missing: `zypper install` leaves its cache in this layer
RUN zypper ref && zypper -n up
#~                ^^^^^^^^^^^^ zypper-clean-missing: `zypper update` leaves its cache in this layer
RUN zypper clean && \
    zypper -n install httpd
#~  ^^^^^^^^^^^^^^^^^ zypper-clean-missing: `zypper install` leaves its cache in this layer
ONBUILD RUN zypper -n install httpd
#~          ^^^^^^^^^^^^^^^^^ zypper-clean-missing: `zypper install` leaves its cache in this layer
#~ fix: firing.fixed.Dockerfile
