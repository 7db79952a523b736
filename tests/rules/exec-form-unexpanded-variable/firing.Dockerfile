FROM alpine:3.20 AS one
RUN ["echo", "$HOME"]
#~            ^^^^^ exec-form-unexpanded-variable: no shell reads this: the program gets `$HOME` as it is
HEALTHCHECK CMD ["wget", "-q", "http://localhost:${PORT}/"]
#~                              ^^^^^^^^^^^^^^^^^^^^^^^^^ exec-form-unexpanded-variable: no shell reads this: the program gets `http://localhost:${PORT}/` as it is
CMD ["httpd", "-f", "-p", "$PORT"]
#~                         ^^^^^ exec-form-unexpanded-variable: no shell reads this: the program gets `$PORT` as it is

FROM alpine:3.20 AS two
ENTRYPOINT ["java", "$JAVA_OPTS", "-jar", "~/app.jar"]
#~                   ^^^^^^^^^^ exec-form-unexpanded-variable: no shell reads this: the program gets `$JAVA_OPTS` as it is
#~                                         ^^^^^^^^^ exec-form-unexpanded-variable: no shell reads this: the program gets `~/app.jar` as it is
CMD ["--port", "${PORT}", "it's"]
#~              ^^^^^^^ exec-form-unexpanded-variable: no shell reads this: the program gets `${PORT}` as it is

FROM alpine:3.20
CMD ["serve", "--jobs", "$(nproc)", "a b"]
#~                       ^^^^^^^^ exec-form-unexpanded-variable: no shell reads this: the program gets `$(nproc)` as it is
#~ unsafe-fix: firing.fixed.Dockerfile
