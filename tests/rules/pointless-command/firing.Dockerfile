FROM debian:12
RUN service nginx start
#~  ^^^^^^^^^^^^^^^^^^^ pointless-command: a service that is started here ends with this step
RUN apt-get update && /etc/init.d/mysql restart
#~                    ^^^^^^^^^^^^^^^^^^^^^^^^^ pointless-command: a service that is started here ends with this step
RUN systemctl start nginx
#~  ^^^^^^^^^^^^^^^^^^^^^ pointless-command: a service that is started here ends with this step
RUN vim /etc/hosts
#~  ^^^^^^^^^^^^^^ pointless-command: `vim` waits for somebody at a terminal
RUN top
#~  ^^^ pointless-command: `top` shows something to somebody at a terminal
RUN shutdown now
#~  ^^^^^^^^^^^^ pointless-command: `shutdown` is for a machine, not for a build step
RUN ps aux
#~  ^^^^^^ pointless-command: `ps` tells of the machine that builds, not of the image
RUN free -m
#~  ^^^^^^^ pointless-command: `free` tells of the machine that builds, not of the image
RUN mount /dev/sda1 /mnt
#~  ^^^^^^^^^^^^^^^^^^^^ pointless-command: `mount` is not allowed in a build step, and would not last
RUN ssh git@example.org
#~  ^^^^^^^^^^^^^^^^^^^ pointless-command: `ssh` has no keys in a build step
RUN sudo service cron start
#~  ^^^^^^^^^^^^^^^^^^^^^^^ pointless-command: a service that is started here ends with this step
RUN service nginx stop
#~  ^^^^^^^^^^^^^^^^^^ pointless-command: no service runs in a build step
