FROM gcr.io/distroless/static-debian12:debug
COPY app /
