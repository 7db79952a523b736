FROM alpine:3.20
ARG FOLDER=conf
COPY src/**/*.conf /etc/app/
#~   ^^^^^^^^^^^^^ copy-double-star: `**` stands for one directory level here, like `*`
ADD ["**/a b.txt", "/srv/"]
#~    ^^^^^^^^^^ copy-double-star: `**` stands for one directory level here, like `*`
COPY --from=alpine:3.20 /etc/** /etc/copy/
#~                      ^^^^^^^ copy-double-star: `**` stands for one directory level here, like `*`
COPY $FOLDER/** /etc/app/
#~   ^^^^^^^^^^ copy-double-star: `**` stands for one directory level here, like `*`
