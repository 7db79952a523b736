# escape=\
# a comment
FROM debian:12
COPY --link a /a
COPY --exclude=*.log src /src
COPY --parents x/y /z
#~   ^^^^^^^^^ syntax-directive-needed: --parents needs frontend 1.20 or newer: not every builder has that built in
#~ fix: none.fixed.Dockerfile
