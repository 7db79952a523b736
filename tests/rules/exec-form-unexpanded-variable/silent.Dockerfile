FROM alpine:3.20 AS base
RUN ["/bin/sh", "-c", "echo $HOME"]
RUN ["tini", "--", "bash", "-c", "echo $HOME"]
RUN ["perl", "-e", "print $x"]
RUN ["grep", "^a$", "file"]
RUN ["echo", "a$", "5$", "$5", "\\$HOME", "$$HOME", "~"]
RUN echo $HOME
CMD exec httpd -p $PORT

#~ note: the ENTRYPOINT is what reads CMD
FROM alpine:3.20 AS shell
ENTRYPOINT ["/bin/sh", "-c"]
FROM shell
CMD ["echo $HOME"]

#~ note: so may the one of an image
FROM postgres:16
CMD ["serve", "$PORT"]

#~ note: Spring puts values in by itself
FROM eclipse-temurin:21
ENTRYPOINT ["java", "-Dserver.port=${PORT}", "-jar", "app.jar", "--a.b=${C}"]
ONBUILD CMD ["serve", "$PORT"]
