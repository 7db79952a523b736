FROM debian:12
workdir "app"
#~      ^^^^^ workdir-relative: `"app"` is relative, with no WORKDIR above it
FROM debian:12
WORKDIR ~/app
#~      ^^^^^ workdir-relative: `~/app` is relative, with no WORKDIR above it
