FROM fedora:40
RUN dnf install httpd
#~  ^^^^^^^^^^^ dnf-missing-yes: `dnf install` waits for an answer that nobody gives
RUN dnf upgrade --refresh && dnf install --setopt=install_weak_deps=False httpd
#~  ^^^^^^^^^^^ dnf-missing-yes: `dnf upgrade` waits for an answer that nobody gives
#~                           ^^^^^^^^^^^ dnf-missing-yes: `dnf install` waits for an answer that nobody gives
RUN dnf5 remove httpd && tdnf install httpd
#~  ^^^^^^^^^^^ dnf-missing-yes: `dnf5 remove` waits for an answer that nobody gives
#~                       ^^^^^^^^^^^^ dnf-missing-yes: `tdnf install` waits for an answer that nobody gives
RUN dnf module enable nodejs:20 && dnf copr enable me/mine
#~  ^^^^^^^^^^ dnf-missing-yes: `dnf module` waits for an answer that nobody gives
#~                                 ^^^^^^^^ dnf-missing-yes: `dnf copr` waits for an answer that nobody gives
ONBUILD RUN dnf install httpd
#~          ^^^^^^^^^^^ dnf-missing-yes: `dnf install` waits for an answer that nobody gives
#~ fix: firing.fixed.Dockerfile
