FROM debian:12
COPY docker/entry.sh /entry.sh
ENTRYPOINT ["/entry.sh"]
#~           ^^^^^^^^^ pid1-no-reaper: this script stays process 1 and hands no signal on
#~ --- docker/entry.sh
#!/bin/bash
migrate
serve
