FROM scratch
COPY app /app
CMD ["/app", "--port=$PORT"]
#~            ^^^^^^^^^^^^ exec-form-unexpanded-variable: no shell reads this: the program gets `--port=$PORT` as it is
