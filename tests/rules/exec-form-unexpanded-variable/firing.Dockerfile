FROM alpine:3.20 AS one
RUN ["echo", "$HOME"]
#~            ^^^^^ exec-form-unexpanded-variable: nothing expands this: the program gets `$HOME`
HEALTHCHECK CMD ["wget", "-q", "http://localhost:${PORT}/"]
#~                              ^^^^^^^^^^^^^^^^^^^^^^^^^ exec-form-unexpanded-variable: nothing expands this: the program gets `http://localhost:${PORT}/`
CMD ["httpd", "-f", "-p", "$PORT"]
#~                         ^^^^^ exec-form-unexpanded-variable: nothing expands this: the program gets `$PORT`

FROM alpine:3.20 AS two
ENTRYPOINT ["java", "$JAVA_OPTS", "-jar", "~/app.jar"]
#~                   ^^^^^^^^^^ exec-form-unexpanded-variable: nothing expands this: the program gets `$JAVA_OPTS`
#~                                         ^^^^^^^^^ exec-form-unexpanded-variable: nothing expands this: the program gets `~/app.jar`
CMD ["--port", "${PORT}", "it's"]
#~              ^^^^^^^ exec-form-unexpanded-variable: nothing expands this: the program gets `${PORT}`

FROM alpine:3.20
CMD ["serve", "--jobs", "$(nproc)", "a b"]
#~                       ^^^^^^^^ exec-form-unexpanded-variable: nothing expands this: the program gets `$(nproc)`
#~ unsafe-fix: firing.fixed.Dockerfile
