FROM alpine:3.20
LABEL org.opencontainers.image.licenses="Apache License 2.0"
#~                                      ^^^^^^^^^^^^^^^^^^^^ label-bad-spdx: `Apache License 2.0` is no SPDX licence expression
LABEL org.opencontainers.image.licenses="GPLv3"
#~                                      ^^^^^^^ label-bad-spdx: `GPLv3` is no SPDX licence expression
LABEL org.opencontainers.image.licenses="apache-2.0"
#~                                      ^^^^^^^^^^^^ label-bad-spdx: `apache-2.0` is no SPDX licence expression
LABEL org.opencontainers.image.licenses="MIT OR"
#~                                      ^^^^^^^^ label-bad-spdx: `MIT OR` is no SPDX licence expression
LABEL org.opencontainers.image.licenses="MIT, ISC"
#~                                      ^^^^^^^^^^ label-bad-spdx: `MIT, ISC` is no SPDX licence expression
