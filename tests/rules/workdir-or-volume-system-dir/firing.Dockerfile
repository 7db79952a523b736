FROM debian:12
WORKDIR /proc/app
#~      ^^^^^^^^^ workdir-or-volume-system-dir: `/proc/app` belongs to the kernel: nothing there stays
WORKDIR /sys/../dev//x/
#~      ^^^^^^^^^^^^^^^ workdir-or-volume-system-dir: `/dev/x` belongs to the kernel: nothing there stays
WORKDIR deeper
#~      ^^^^^^ workdir-or-volume-system-dir: `/dev/x/deeper` belongs to the kernel: nothing there stays
VOLUME /dev /data
#~     ^^^^ workdir-or-volume-system-dir: a volume on `/dev`, which belongs to the kernel
VOLUME ["/etc", "/"]
#~       ^^^^ workdir-or-volume-system-dir(warning): a volume on `/etc` keeps an old system over every new image
#~               ^ workdir-or-volume-system-dir(warning): a volume on `/` keeps an old system over every new image
ONBUILD WORKDIR /boot
#~              ^^^^^ workdir-or-volume-system-dir: `/boot` belongs to the kernel: nothing there stays
