FROM debian:12 AS build
RUN curl -o /tmp/a https://example.org/a
RUN rm /tmp/a

FROM debian:12
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
RUN make
RUN make test
RUN curl -o /opt/a https://example.org/a
COPY b /opt/b
RUN rm /opt/a
RUN curl -o /opt/a https://example.org/a && rm /opt/a
RUN rm -f /opt/a
RUN --mount=type=tmpfs,target=/tmp curl -o /tmp/x https://example.org/x
RUN --mount=type=tmpfs,target=/tmp rm /tmp/x
RUN curl -o /opt/a https://example.org/a
RUN --network=none rm /opt/a
COPY c /opt/c
RUN curl -o /opt/b https://example.org/a || true
RUN rm -f "$FILE"
