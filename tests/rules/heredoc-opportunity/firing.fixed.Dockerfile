FROM debian:12
RUN <<EOF
set -e
mkdir /a
cd /a
touch b
touch c \
        e
cat b | tee d
EOF
RUN mkdir /a && \
    cd /a && \
    # a comment
    touch b && \
    touch c && touch d
