FROM scratch
COPY app /app
CMD ["/app", "--port=$PORT"]
#~            ^^^^^^^^^^^^ exec-form-unexpanded-variable: nothing expands this: the program gets `--port=$PORT`
