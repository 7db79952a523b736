FROM alpine:3.20
RUN apk add --no-cache gcc musl-dev libffi && cc -o /app app.c && apk del gcc musl-dev
#~                                                                ^^^^^^^^^^^^^^^^^^^^ apk-del-without-virtual: these packages are named twice, to add and to delete them
