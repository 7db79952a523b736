ARG LICENCE
FROM alpine:3.20
ARG LICENCE
LABEL org.opencontainers.image.licenses="MIT"
LABEL org.opencontainers.image.licenses="(MIT OR Apache-2.0) AND BSD-3-Clause"
LABEL org.opencontainers.image.licenses="GPL-2.0-or-later WITH Classpath-exception-2.0"
LABEL org.opencontainers.image.licenses="LicenseRef-Our-Own"
LABEL org.opencontainers.image.licenses="GPL-2.0+"
LABEL org.opencontainers.image.licenses=$LICENCE license="Apache License"
