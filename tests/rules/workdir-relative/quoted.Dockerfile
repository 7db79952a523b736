FROM debian:12
workdir "app"
#~      ^^^^^ workdir-relative: `"app"` is relative, and no WORKDIR above says to what
FROM debian:12
WORKDIR ~/app
#~      ^^^^^ workdir-relative: `~/app` is relative, and no WORKDIR above says to what
