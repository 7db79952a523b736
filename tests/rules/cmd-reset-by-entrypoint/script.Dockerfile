FROM debian:12 AS base
CMD ["serve"]
FROM base
COPY entry.sh /entry.sh
ENTRYPOINT ["/entry.sh"]
#~ 1-10 cmd-reset-by-entrypoint: ENTRYPOINT drops the inherited CMD, and has nothing to start
#~ --- entry.sh
#!/bin/sh
set -e
exec "$@"
