FROM debian:12 AS below
ENV DIR=app
COPY a.txt /app/
COPY . /
ADD a.txt /
COPY ["b.txt", "/b.txt"]
COPY a /$DIR/a
COPY a.txt ~/
COPY --from=busybox:1.36 /bin/busybox /bin/

FROM below
COPY c.txt ../c.txt
WORKDIR /srv
COPY c.txt c.txt
