FROM nginx:1.27
ENTRYPOINT ["/sbin/tini", "-g", "--"]
#~ 1-10 cmd-reset-by-entrypoint: ENTRYPOINT drops the inherited CMD, and has nothing to start
