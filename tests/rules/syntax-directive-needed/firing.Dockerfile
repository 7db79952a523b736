# syntax=docker/dockerfile:1.3
FROM debian:12
RUN <<EOS
#~  ^^^^^ syntax-directive-needed: a heredoc needs frontend 1.4 or newer, which the file does not ask for
echo hello
EOS
#~ fix: firing.fixed.Dockerfile
