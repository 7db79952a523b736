FROM debian:12
RUN <<EOF
#~  ^^^^^ heredoc-no-errexit: this script goes on after a command that fails
apt-get update
apt-get install -y curl
EOF
RUN <<-"EOF"
#~  ^^^^^^^^ heredoc-no-errexit: this script goes on after a command that fails
	set -u
	make
	make install
	EOF
RUN <<EOF
#~  ^^^^^ heredoc-no-errexit: this script goes on after a command that fails
#!/bin/bash
cd /srv
make; make install
EOF
RUN --mount=type=cache,target=/c <<EOF
#~                               ^^^^^ heredoc-no-errexit: this script goes on after a command that fails
if true; then make; fi
make -C a && make -C b
make install
EOF
#~ unsafe-fix: firing.fixed.Dockerfile
