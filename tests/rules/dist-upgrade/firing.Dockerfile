FROM debian:12
RUN apt-get update && apt-get -y dist-upgrade
#~                    ^^^^^^^^^^^^^^^^^^^^^^^ dist-upgrade(info): the whole distribution is upgraded during the build
RUN apt full-upgrade -y
#~  ^^^^^^^^^^^^^^^^^^^ dist-upgrade(info): the whole distribution is upgraded during the build
RUN do-release-upgrade -f DistUpgradeViewNonInteractive
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dist-upgrade: the whole distribution is upgraded during the build
FROM opensuse/leap:15.6
RUN zypper -n dup
#~  ^^^^^^^^^^^^^ dist-upgrade: the whole distribution is upgraded during the build
RUN zypper dist-upgrade -y
#~  ^^^^^^^^^^^^^^^^^^^^^^ dist-upgrade: the whole distribution is upgraded during the build
FROM fedora:40
RUN dnf -y distro-sync
#~  ^^^^^^^^^^^^^^^^^^ dist-upgrade(info): the whole distribution is upgraded during the build
RUN dnf system-upgrade reboot
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^ dist-upgrade: the whole distribution is upgraded during the build
