#~ note: a script may well expand its arguments
FROM alpine:3.20
ENTRYPOINT ["tini", "--", "/docker-entrypoint.sh"]
CMD ["serve", "$PORT"]
#~             ^^^^^ exec-form-unexpanded-variable(warning): unless the ENTRYPOINT expands it, the program gets `$PORT`

#~ note: these start a shell, or read `$` as a language of their own
FROM alpine:3.20
RUN ["su", "app", "-c", "echo $HOME"]
RUN ["mysql", "-e", "SELECT '$x'"]
HEALTHCHECK CMD ["mongosh", "--eval", "db.a.find({b: {$eq: 1}})"]
CMD ["npm", "start", "--", "--port", "$PORT"]
