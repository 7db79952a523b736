# syntax=evil.example/dockerfile:1
#~       ^^^^^^^^^^^^^^^^^^^^^^^^^ disallowed-registry: `evil.example/dockerfile:1` comes from a registry that is not allowed
#~ args: --trusted-registry docker.io --trusted-registry *.example.org --trusted-registry quay.io/team
ARG TEAM
FROM ghcr.io/team/app:1 AS build
#~   ^^^^^^^^^^^^^^^^^^ disallowed-registry: `ghcr.io/team/app:1` comes from a registry that is not allowed
FROM ghcr.io/${TEAM}/app:1 AS second
#~   ^^^^^^^^^^^^^^^^^^^^^ disallowed-registry: `ghcr.io/${TEAM}/app:1` comes from a registry that is not allowed
FROM quay.io/other/app:1 AS third
#~   ^^^^^^^^^^^^^^^^^^^ disallowed-registry: `quay.io/other/app:1` comes from a registry that is not allowed
FROM quay.io/teammate/app:1 AS fourth
#~   ^^^^^^^^^^^^^^^^^^^^^^ disallowed-registry: `quay.io/teammate/app:1` comes from a registry that is not allowed
FROM debian:12
COPY --from=ghcr.io/astral-sh/uv:0.8.15 /uv /bin/
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ disallowed-registry: `ghcr.io/astral-sh/uv:0.8.15` comes from a registry that is not allowed
RUN --mount=type=bind,from=gcr.io/x/y:1,target=/b true
#~                    ^^^^^^^^^^^^^^^^^ disallowed-registry: `gcr.io/x/y:1` comes from a registry that is not allowed
