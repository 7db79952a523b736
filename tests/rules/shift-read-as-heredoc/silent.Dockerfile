FROM alpine:3.20
RUN echo $((1<<4))
RUN cat <<EOF $((1 + 2))
hello
EOF
