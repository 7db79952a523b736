FROM scratch AS first
COPY app /app
RUN chmod +x /app
#~ 1-3 shell-run-in-scratch: this RUN needs a shell, and the image has none
FROM gcr.io/distroless/static-debian12
COPY --from=first /app /app
RUN <<EOS
#~ 1-3 shell-run-in-scratch: this RUN needs a shell, and the image has none
ls
EOS
