FROM fedora:40
RUN echo "[main]\nkeepcache=1" > /etc/x.conf
#~       ^^^^^^^^^^^^^^^^^^^^^ echo-escapes-in-bash: `echo` of bash prints the escapes as they are
FROM debian:12
SHELL ["/bin/bash", "-c"]
RUN echo 'a\tb' > /x
#~       ^^^^^^ echo-escapes-in-bash: `echo` of bash prints the escapes as they are
