FROM alpine:3.20
LABEL org.opencontainers.image.authors="Jo Field <jo@example.org>"
label org.opencontainers.image.authors="\"Quoted\" \$HOME \\d"
