FROM debian:12
SHELL /bin/bash -o pipefail -c
#~    ^^^^^^^^^^^^^^^^^^^^^^^^ shell-needs-json: SHELL takes a JSON array of strings, not `/bin/bash -o pipefail -c`
SHELL ['/bin/bash', '-c']
#~    ^^^^^^^^^^^^^^^^^^^ shell-needs-json: SHELL takes a JSON array of strings, not `['/bin/bash', '-c']`
SHELL bash \
#~    ^^^^^^... shell-needs-json: SHELL takes a JSON array of strings, not `bash   -c`
  -c
#~ unsafe-fix: firing.fixed.Dockerfile
