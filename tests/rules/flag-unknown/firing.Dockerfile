FROM --plattform=linux/amd64 alpine:3.20
#~   ^^^^^^^^^^^^^^^^^^^^^^^ flag-unknown: FROM has no flag `--plattform`
COPY --form=build /a /b
#~   ^^^^^^^^^^^^ flag-unknown: COPY has no flag `--form`
ADD --from=build /a /b
#~  ^^^^^^^^^^^^ flag-unknown: ADD has no flag `--from`
RUN --cache=/root true
#~  ^^^^^^^^^^^^^ flag-unknown: RUN has no flag `--cache`
CMD --help
#~  ^^^^^^ flag-unknown: CMD has no flag `--help`
ENTRYPOINT --verbose run
#~         ^^^^^^^^^ flag-unknown: ENTRYPOINT has no flag `--verbose`
HEALTHCHECK --delay=3s CMD true
#~          ^^^^^^^^^^ flag-unknown: HEALTHCHECK has no flag `--delay`
USER --x nobody
#~   ^^^ flag-unknown: USER has no flag `--x`
COPY --chwon=1:1 \
#~   ^^^^^^^^^^^ flag-unknown: COPY has no flag `--chwon`
  # here
  /a /b
#~ unsafe-fix: firing.fixed.Dockerfile
