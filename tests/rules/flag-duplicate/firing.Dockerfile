FROM --platform=linux/amd64 --platform=linux/arm64 alpine:3.20
#~                          ^^^^^^^^^^^^^^^^^^^^^^ flag-duplicate: `--platform` is given twice
COPY --link --link a b
#~          ^^^^^^ flag-duplicate: `--link` is given twice
COPY --from=x --chown=1 \
  --from=y a b
#~^^^^^^^^ flag-duplicate: `--from` is given twice
RUN --network=none --network=host true
#~                 ^^^^^^^^^^^^^^ flag-duplicate: `--network` is given twice
HEALTHCHECK --retries=1 --retries=1 CMD true
#~                      ^^^^^^^^^^^ flag-duplicate: `--retries` is given twice
