FROM debian:12
ENV ADMIN_PASSWORD=admin123 TOKEN=mytoken DB_PASSWORD=docker SA_PASSWORD=supersecret
#~  ^^^^^^^^^^^^^^ secret-in-env-or-arg(warning): `ADMIN_PASSWORD` holds a password that everybody tries first
#~                          ^^^^^ secret-in-env-or-arg(warning): `TOKEN` holds a password that everybody tries first
#~                                        ^^^^^^^^^^^ secret-in-env-or-arg(warning): `DB_PASSWORD` holds a password that everybody tries first
#~                                                           ^^^^^^^^^^^ secret-in-env-or-arg(warning): `SA_PASSWORD` holds a password that everybody tries first
ENV DB_PASS=frespo
#~  ^^^^^^^ secret-in-env-or-arg(warning): `DB_PASS` is a secret in the image's environment
ARG ROOT_PASSWORD=123456
#~  ^^^^^^^^^^^^^ secret-in-env-or-arg(warning): `ROOT_PASSWORD` holds a password that everybody tries first
