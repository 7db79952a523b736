FROM debian:12
ARG MODE
RUN if [ "$MODE" = dev ]; then echo dev; fi
RUN test "${MODE}" != "x" || echo x
