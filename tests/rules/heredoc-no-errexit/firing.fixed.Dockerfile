FROM debian:12
RUN <<EOF
set -e
apt-get update
apt-get install -y curl
EOF
RUN <<-"EOF"
	set -e
	set -u
	make
	make install
	EOF
RUN <<EOF
#!/bin/bash
set -e
cd /srv
make; make install
EOF
RUN --mount=type=cache,target=/c <<EOF
set -e
if true; then make; fi
make -C a && make -C b
make install
EOF
