FROM alpine:3.20
CMD ["sleep", "60"]
ENTRYPOINT ["a \"1\" [", "true", "null"]
RUN ["a", ["b"]]
RUN ["a", {"b": 1}]
SHELL ["sh", \
  "-1.5e3" ]
