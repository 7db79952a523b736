FROM debian:12
COPY docker/entry.sh /entry.sh
ENTRYPOINT ["/entry.sh"]
#~ --- docker/entry.sh
#!/bin/bash
migrate
exec "$@"
