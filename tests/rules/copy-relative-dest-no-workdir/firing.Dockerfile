FROM debian:12 AS below
ENV DIR=app
COPY a.txt app/
#~         ^^^^ copy-relative-dest-no-workdir: `app/` is relative, and no WORKDIR is set
COPY . .
#~     ^ copy-relative-dest-no-workdir: `.` is relative, and no WORKDIR is set
ADD a.txt ./
#~        ^^ copy-relative-dest-no-workdir: `./` is relative, and no WORKDIR is set
COPY ["b.txt", "./b.txt"]
#~              ^^^^^^^ copy-relative-dest-no-workdir: `./b.txt` is relative, and no WORKDIR is set
COPY a $DIR/a
#~     ^^^^^^ copy-relative-dest-no-workdir: `$DIR/a` is relative, and no WORKDIR is set
COPY a.txt ~/
#~         ^^ copy-relative-dest-no-workdir: `~/` is relative, and no WORKDIR is set
COPY --from=busybox:1.36 /bin/busybox bin/
#~                                    ^^^^ copy-relative-dest-no-workdir: `bin/` is relative, and no WORKDIR is set

FROM below
COPY c.txt ../c.txt
#~         ^^^^^^^^ copy-relative-dest-no-workdir: `../c.txt` is relative, and no WORKDIR is set
WORKDIR /srv
COPY c.txt c.txt
#~ unsafe-fix: firing.fixed.Dockerfile
