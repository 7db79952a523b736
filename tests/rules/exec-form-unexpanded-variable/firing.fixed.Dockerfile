FROM alpine:3.20 AS one
RUN ["/bin/sh", "-c", "exec echo \"$HOME\""]
HEALTHCHECK CMD ["/bin/sh", "-c", "exec wget -q \"http://localhost:${PORT}/\""]
CMD ["/bin/sh", "-c", "exec httpd -f -p \"$PORT\""]

FROM alpine:3.20 AS two
ENTRYPOINT ["java", "$JAVA_OPTS", "-jar", "~/app.jar"]
CMD ["--port", "${PORT}", "it's"]

FROM alpine:3.20
CMD ["/bin/sh", "-c", "exec serve --jobs \"$(nproc)\" 'a b'"]
