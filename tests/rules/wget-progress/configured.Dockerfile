FROM debian:12
RUN echo "progress = dot:giga" > ~/.wgetrc
RUN wget https://example.com/a
