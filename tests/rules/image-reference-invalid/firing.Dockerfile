ARG TAG=
FROM registry.example.org/Team/App:1.0
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-reference-invalid: `registry.example.org/Team/App:1.0` cannot be the name of an image
FROM alpine:
#~   ^^^^^^^ image-reference-invalid: `alpine:` cannot be the name of an image
FROM alpine:3.20:latest
#~   ^^^^^^^^^^^^^^^^^^ image-reference-invalid: `alpine:3.20:latest` cannot be the name of an image
FROM alpine@sha256:abc
#~   ^^^^^^^^^^^^^^^^^ image-reference-invalid: `alpine@sha256:abc` cannot be the name of an image
FROM https://registry.example.org/app
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-reference-invalid: `https://registry.example.org/app` cannot be the name of an image
FROM -alpine
#~   ^^^^^^^ image-reference-invalid: `-alpine` cannot be the name of an image
FROM alpine:${TAG}
#~   ^^^^^^^^^^^^^ image-reference-invalid: `alpine:` cannot be the name of an image
FROM alpine:3.20
COPY --from=Build /a /b
#~          ^^^^^ image-reference-invalid: `Build` cannot be the name of an image
RUN --mount=type=bind,from=x//y,target=/z true
#~                    ^^^^^^^^^ image-reference-invalid: `x//y` cannot be the name of an image
