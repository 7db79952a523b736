FROM debian:12
RUN echo "FROM alpine:3.20 \
RUN apk add curl \
USER nobody" > /Dockerfile
RUN mysql -e 'SELECT * \
FROM users \
USER x'
RUN apt-get install -y \
    USER= \
    run this \
    USERS x
ENV A=1 \
    USER=nobody \
    CMD="x y" \
    LABEL=2
RUN cat <<EOF
RUN x \
USER y
EOF
ONBUILD RUN true
RUN a \
    # USER nobody
    FROM
HEALTHCHECK --interval=10s \
    --timeout=5s \
  # a remark
    CMD curl -f http://localhost/ || exit 1
HEALTHCHECK \
    CMD ["true"]
