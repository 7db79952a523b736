ARG HERE=linux/arm64
FROM --platform=linux/arm64 amd64/debian:12
#~                          ^^^^^^^^^^^^^^^ base-image-platform-mismatch: `amd64/debian:12` is for amd64, not for linux/arm64
FROM --platform=linux/amd64 arm64v8/alpine:3.20
#~                          ^^^^^^^^^^^^^^^^^^^ base-image-platform-mismatch: `arm64v8/alpine:3.20` is for arm64, not for linux/amd64
FROM --platform=linux/amd64 quay.io/team/app:1.2-arm64
#~                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ base-image-platform-mismatch: `quay.io/team/app:1.2-arm64` is for arm64, not for linux/amd64
FROM --platform=$HERE i386/debian:12
#~                    ^^^^^^^^^^^^^^ base-image-platform-mismatch: `i386/debian:12` is for 386, not for linux/arm64
