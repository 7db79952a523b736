FROM opensuse/leap:15.6
RUN zypper install httpd
#~  ^^^^^^^^^^^^^^ zypper-missing-yes: `zypper install` waits for an answer that nobody gives
RUN zypper in -n httpd && zypper --quiet up
#~  ^^^^^^^^^ zypper-missing-yes: `zypper install` waits for an answer that nobody gives
#~                        ^^^^^^^^^^^^^^^^^ zypper-missing-yes: `zypper update` waits for an answer that nobody gives
RUN zypper ref && zypper rm httpd && zypper patch && zypper dup
#~                ^^^^^^^^^ zypper-missing-yes: `zypper remove` waits for an answer that nobody gives
#~                                   ^^^^^^^^^^^^ zypper-missing-yes: `zypper patch` waits for an answer that nobody gives
#~                                                   ^^^^^^^^^^ zypper-missing-yes: `zypper dist-upgrade` waits for an answer that nobody gives
ONBUILD RUN zypper install httpd
#~          ^^^^^^^^^^^^^^ zypper-missing-yes: `zypper install` waits for an answer that nobody gives
#~ fix: firing.fixed.Dockerfile
