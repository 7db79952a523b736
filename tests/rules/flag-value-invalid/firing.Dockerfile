FROM --platform alpine:3.20
#~   ^^^^^^^^^^ flag-value-invalid: `--platform` needs a value
COPY --chown 1000 a b
#~   ^^^^^^^ flag-value-invalid: `--chown` needs a value
COPY --link=yes a b
#~          ^^^ flag-value-invalid: `--link` needs true or false
COPY --parents= a b
#~   ^^^^^^^^^^ flag-value-invalid: `--parents` needs true or false
ADD --keep-git-dir=1 a b
#~                 ^ flag-value-invalid: `--keep-git-dir` needs true or false
RUN --network=hots true
#~            ^^^^ flag-value-invalid: `--network` needs default, none or host
RUN --security=unconfined true
#~             ^^^^^^^^^^ flag-value-invalid: `--security` needs insecure or sandbox
RUN --mount true
#~  ^^^^^^^ flag-value-invalid: `--mount` needs a value
RUN --device=a,b true
#~             ^ flag-value-invalid: `--device` needs a device name and perhaps required
#~ unsafe-fix: firing.fixed.Dockerfile
