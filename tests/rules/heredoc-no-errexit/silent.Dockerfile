FROM debian:12
RUN <<EOF
set -eux
make
make install
EOF
RUN <<EOF
make &&
make install
EOF
RUN <<EOF
make
EOF
RUN <<EOF
echo start
A=1
export B=2
make
EOF
RUN <<EOF
#!/bin/sh -e
make
make install
EOF
RUN <<EOF
#!/usr/bin/env python3
import a
import b
EOF
RUN cat <<EOF > /x
make
make install
EOF
RUN <<EOF
make || true
make || exit 1
make install
EOF
RUN <<EOF
set -o errexit
make
make install
EOF
SHELL ["/bin/bash", "-e", "-c"]
RUN <<EOF
make
make install
EOF
COPY <<EOF /run.sh
make
make install
EOF
