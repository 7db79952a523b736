FROM debian:12 AS build
RUN apt-get update && apt-get install -y curl wget
RUN curl -fsSLo /a https://example.com/a && wget -q https://example.com/b

FROM debian:12
RUN apt-get update && apt-get install -y curl wget
RUN curl -fsSLo /a https://example.com/a
COPY --from=build /b /b
