FROM --platform=linux/amd64 alpine:3.20
COPY --from=build /a /b
ADD --from=build /a /b
RUN --cache=/root true
CMD --help
ENTRYPOINT --verbose run
HEALTHCHECK --delay=3s CMD true
USER --x nobody
COPY --chown=1:1 \
  # here
  /a /b
