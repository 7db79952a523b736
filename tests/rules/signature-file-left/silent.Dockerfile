FROM debian:12 AS build
RUN gpg --verify tool.asc tool

FROM debian:12
WORKDIR /opt
RUN gpg --verify tool.asc tool && rm tool.asc
RUN gpg --verify tool.asc tool && rm -f *.asc
RUN gpg --verify tool.asc tool && rm -r /opt
RUN gpg --verify "$FILE.asc" "$FILE"
RUN gpg --import key.asc
RUN --mount=type=bind,source=.,target=/opt gpg --verify tool.asc tool
